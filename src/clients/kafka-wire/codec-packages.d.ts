declare module 'snappyjs' {
  const snappy: {
    uncompress(bytes: Uint8Array, largest?: number): Uint8Array
    compress(bytes: Uint8Array): Uint8Array
  }
  export default snappy
}

declare module 'lz4js' {
  const lz4: {
    decompressBound(bytes: Uint8Array): number
    decompressFrame(from: Uint8Array, to: Uint8Array): number
    compress(bytes: Uint8Array): Uint8Array
  }
  export default lz4
}
