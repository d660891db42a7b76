/** Reads Kafka's primitive types in order from one answer. Offsets and timestamps become numbers: exact up to 2^53. */
export class WireReader {
  constructor(
    readonly bytes: Buffer,
    public position = 0,
  ) {}

  int8(): number {
    return this.bytes.readInt8(this.skip(1))
  }

  int16(): number {
    return this.bytes.readInt16BE(this.skip(2))
  }

  int32(): number {
    return this.bytes.readInt32BE(this.skip(4))
  }

  int64(): number {
    return readInt64(this.bytes, this.skip(8))
  }

  boolean(): boolean {
    return this.int8() !== 0
  }

  string(): string {
    return this.nullableString() ?? ''
  }

  nullableString(): string | undefined {
    const length = this.int16()
    if (length < 0) return undefined
    const start = this.skip(length)
    return this.bytes.toString('utf8', start, start + length)
  }

  array<Item>(read: (reader: WireReader) => Item): Item[] {
    const items: Item[] = []
    for (let left = this.int32(); left > 0; left--) items.push(read(this))
    return items
  }

  int32Array(): number[] {
    return this.array(reader => reader.int32())
  }

  /** Steps over `length` bytes and says where they began. */
  skip(length: number): number {
    const start = this.position
    this.position += length
    if (this.position > this.bytes.length) throw new RangeError('the answer ends too early')
    return start
  }
}

export function readInt64(bytes: Buffer, at: number): number {
  return bytes.readInt32BE(at) * 0x1_0000_0000 + bytes.readUInt32BE(at + 4)
}
