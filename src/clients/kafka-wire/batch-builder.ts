import type {Transform} from './codecs.js'
import {crc32c} from './crc32c.js'
import type {Codec} from './record-batch.js'

const HEADER_BYTES = 61
const CRC_COVERS_FROM = 21
const CODEC_BITS: Readonly<Record<Codec, number>> = {none: 0, gzip: 1, snappy: 2, lz4: 3, zstd: 4}
const NO_PRODUCER = 0xff

export type HeaderPair = readonly [name: string, value: Uint8Array | null]

/** Builds record batches (magic 2), one after the other, in the same memory: the counterpart of RecordCursor. */
export class BatchBuilder {
  count = 0
  private bytes = Buffer.allocUnsafeSlow(64 * 1024)
  private length = HEADER_BYTES
  private firstTimestampMs = 0
  private lastTimestampMs = 0

  get size(): number {
    return this.length
  }

  add(key: Uint8Array | null, value: Uint8Array | null, headers: readonly HeaderPair[], timestampMs: number): void {
    if (this.count === 0) this.firstTimestampMs = this.lastTimestampMs = timestampMs
    this.lastTimestampMs = Math.max(this.lastTimestampMs, timestampMs)
    const timestampDelta = timestampMs - this.firstTimestampMs
    const body =
      1 + varintSize(timestampDelta) + varintSize(this.count) + sizeOf(key) + sizeOf(value) + headersSize(headers)
    this.reserve(varintSize(body) + body)
    this.varint(body)
    this.bytes[this.length++] = 0
    this.varint(timestampDelta)
    this.varint(this.count)
    this.field(key)
    this.field(value)
    this.varint(headers.length)
    for (const [name, content] of headers) {
      this.field(Buffer.from(name))
      this.field(content)
    }
    this.count++
  }

  /** The whole batch with its header; valid until the next `add`. */
  finish(codec: Codec, compress: Transform): Buffer {
    let batch = this.bytes.subarray(0, this.length)
    if (codec !== 'none')
      batch = Buffer.concat([batch.subarray(0, HEADER_BYTES), compress(batch.subarray(HEADER_BYTES))])
    this.writeHeader(batch, codec)
    this.count = 0
    this.length = HEADER_BYTES
    return batch
  }

  private writeHeader(batch: Buffer, codec: Codec): void {
    batch.fill(0, 0, 8)
    batch.writeInt32BE(batch.length - 12, 8)
    batch.writeInt32BE(-1, 12)
    batch.writeInt8(2, 16)
    batch.writeInt16BE(CODEC_BITS[codec], 21)
    batch.writeInt32BE(this.count - 1, 23)
    batch.writeBigInt64BE(BigInt(this.firstTimestampMs), 27)
    batch.writeBigInt64BE(BigInt(this.lastTimestampMs), 35)
    batch.fill(NO_PRODUCER, 43, 57)
    batch.writeInt32BE(this.count, 57)
    batch.writeUInt32BE(crc32c(batch, CRC_COVERS_FROM), 17)
  }

  private field(content: Uint8Array | null): void {
    if (content === null) {
      this.varint(-1)
      return
    }
    this.varint(content.length)
    this.bytes.set(content, this.length)
    this.length += content.length
  }

  /** Zigzag; beyond 31 bits by division, since shifts end there. */
  private varint(value: number): void {
    let rest = value >= 0 ? value * 2 : -value * 2 - 1
    while (rest >= 0x80) {
      this.bytes[this.length++] = (rest % 0x80) | 0x80
      rest = Math.floor(rest / 0x80)
    }
    this.bytes[this.length++] = rest
  }

  private reserve(size: number): void {
    if (this.length + size <= this.bytes.length) return
    const larger = Buffer.allocUnsafeSlow(Math.max(this.length + size, this.bytes.length * 2))
    this.bytes.copy(larger, 0, 0, this.length)
    this.bytes = larger
  }
}

function sizeOf(content: Uint8Array | null): number {
  return content === null ? varintSize(-1) : varintSize(content.length) + content.length
}

function headersSize(headers: readonly HeaderPair[]): number {
  let size = varintSize(headers.length)
  for (const [name, content] of headers) {
    const nameBytes = Buffer.byteLength(name)
    size += varintSize(nameBytes) + nameBytes + sizeOf(content)
  }
  return size
}

function varintSize(value: number): number {
  let rest = value >= 0 ? value * 2 : -value * 2 - 1
  let size = 1
  for (; rest >= 0x80; size++) rest = Math.floor(rest / 0x80)
  return size
}
