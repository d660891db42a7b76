import type {RecordBatch} from './record-batch.js'

/**
 * Walks the records of one batch without making an object for any: it is moved on by `next()` and says where key, value and headers of the
 * current record stand in `bytes`. A start of -1 stands for null.
 */
export class RecordCursor {
  bytes: Buffer = Buffer.alloc(0)
  offset = 0
  timestampMs = 0
  keyStart = -1
  keyEnd = -1
  valueStart = -1
  valueEnd = -1
  headersStart = 0
  recordEnd = 0
  private left = 0
  private position = 0
  private baseOffset = 0
  private baseTimestampMs = 0
  private appendTimestampMs: number | undefined

  /** `bytes` holds the batch's records, decompressed, from `start` on. */
  open(batch: RecordBatch, bytes: Buffer, start: number): this {
    this.bytes = bytes
    this.position = start
    this.left = batch.recordCount
    this.baseOffset = batch.baseOffset
    this.baseTimestampMs = batch.baseTimestampMs
    this.appendTimestampMs = batch.appendTimestampMs
    return this
  }

  next(): boolean {
    if (this.left-- <= 0) return false
    const length = this.varint()
    this.recordEnd = this.position + length
    if (length < 0 || this.recordEnd > this.bytes.length) throw new RangeError('a record is cut off')
    this.position++
    const timestampDelta = this.varint()
    this.offset = this.baseOffset + this.varint()
    this.timestampMs = this.appendTimestampMs ?? this.baseTimestampMs + timestampDelta
    const keyLength = this.varint()
    this.keyStart = keyLength < 0 ? -1 : this.position
    this.position += Math.max(0, keyLength)
    this.keyEnd = this.position
    const valueLength = this.varint()
    this.valueStart = valueLength < 0 ? -1 : this.position
    this.position += Math.max(0, valueLength)
    this.valueEnd = this.position
    if (this.position > this.recordEnd) throw new RangeError('a record is longer than it says')
    this.headersStart = this.position
    this.position = this.recordEnd
    return true
  }

  key(): Buffer | null {
    return this.keyStart < 0 ? null : this.bytes.subarray(this.keyStart, this.keyEnd)
  }

  value(): Buffer | null {
    return this.valueStart < 0 ? null : this.bytes.subarray(this.valueStart, this.valueEnd)
  }

  hasHeaders(): boolean {
    return this.bytes[this.headersStart] !== 0
  }

  headers(): [name: string, value: Buffer | null][] {
    const back = this.position
    this.position = this.headersStart
    const headers: [string, Buffer | null][] = []
    for (let count = this.varint(); count > 0; count--) {
      headers.push([this.lengthPrefixed()?.toString('utf8') ?? '', this.lengthPrefixed()])
    }
    this.position = back
    return headers
  }

  private lengthPrefixed(): Buffer | null {
    const length = this.varint()
    if (length < 0) return null
    const start = this.position
    this.position += length
    if (this.position > this.recordEnd) throw new RangeError('a header is longer than its record')
    return this.bytes.subarray(start, this.position)
  }

  /** Zigzag varint. One and two bytes, by far the most, take the short way; the rest is multiplied, since shifts end at 32 bits. */
  private varint(): number {
    const first = this.bytes[this.position++] as number
    if (first < 0x80) return (first >>> 1) ^ -(first & 1)
    const second = this.bytes[this.position++] as number
    if (second < 0x80) {
      const two = (first & 0x7f) | (second << 7)
      return (two >>> 1) ^ -(two & 1)
    }
    let value = (first & 0x7f) + (second & 0x7f) * 0x80
    for (let factor = 0x4000; ; factor *= 0x80) {
      const byte = this.bytes[this.position++] as number
      if (byte === undefined || factor > 0x80 ** 9) throw new RangeError('a number does not end')
      value += (byte & 0x7f) * factor
      if (byte < 0x80) break
    }
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2
  }
}
