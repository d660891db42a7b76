const FIRST_CAPACITY_BYTES = 64 * 1024

/** Output of one fetch, gathered for a single write. The same memory serves again and again. */
export class OutputBuffer {
  bytes = Buffer.allocUnsafeSlow(FIRST_CAPACITY_BYTES)
  length = 0

  /** Makes room for `size` more bytes, to be written at `length` by the caller. */
  reserve(size: number): void {
    if (this.length + size <= this.bytes.length) return
    const larger = Buffer.allocUnsafeSlow(Math.max(this.length + size, this.bytes.length * 2))
    this.bytes.copy(larger, 0, 0, this.length)
    this.bytes = larger
  }

  append(bytes: Uint8Array): void {
    this.reserve(bytes.length)
    this.bytes.set(bytes, this.length)
    this.length += bytes.length
  }

  /** A part of another buffer; by far the fastest way for short parts. */
  appendRange(from: Buffer, start: number, end: number): void {
    this.reserve(end - start)
    from.copy(this.bytes, this.length, start, end)
    this.length += end - start
  }

  text(text: string): void {
    this.reserve(text.length * 3)
    this.length += this.bytes.write(text, this.length)
  }

  /** What has been gathered; valid until more is appended. */
  take(): Buffer {
    const filled = this.bytes.subarray(0, this.length)
    this.length = 0
    return filled
  }
}
