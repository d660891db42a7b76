/** Writes Kafka's primitive types into one growing buffer. */
export class WireWriter {
  private bytes: Buffer
  private length = 0

  constructor(capacity = 256) {
    this.bytes = Buffer.allocUnsafe(capacity)
  }

  int8(value: number): this {
    const at = this.reserve(1)
    this.bytes.writeInt8(value, at)
    return this
  }

  int16(value: number): this {
    const at = this.reserve(2)
    this.bytes.writeInt16BE(value, at)
    return this
  }

  int32(value: number): this {
    const at = this.reserve(4)
    this.bytes.writeInt32BE(value, at)
    return this
  }

  int64(value: number): this {
    const at = this.reserve(8)
    this.bytes.writeBigInt64BE(BigInt(value), at)
    return this
  }

  boolean(value: boolean): this {
    return this.int8(value ? 1 : 0)
  }

  string(text: string): this {
    const size = Buffer.byteLength(text)
    this.int16(size)
    const at = this.reserve(size)
    this.bytes.write(text, at)
    return this
  }

  nullableString(text: string | undefined): this {
    return text === undefined ? this.int16(-1) : this.string(text)
  }

  array<Item>(items: readonly Item[], write: (item: Item, writer: this) => void): this {
    this.int32(items.length)
    for (const item of items) write(item, this)
    return this
  }

  int32Array(items: readonly number[]): this {
    return this.array(items, item => this.int32(item))
  }

  append(chunk: Uint8Array): this {
    const at = this.reserve(chunk.length)
    this.bytes.set(chunk, at)
    return this
  }

  finish(): Buffer {
    return this.bytes.subarray(0, this.length)
  }

  /** Called before `this.bytes` is looked at: it may be another one afterwards. */
  private reserve(size: number): number {
    const at = this.length
    this.length += size
    if (this.length > this.bytes.length) {
      const larger = Buffer.allocUnsafe(Math.max(this.length, this.bytes.length * 2))
      this.bytes.copy(larger, 0, 0, at)
      this.bytes = larger
    }
    return at
  }
}
