import {readInt64} from './wire-reader.js'

/** Layout of a record batch (magic 2): positions from its first byte. https://kafka.apache.org/documentation/#recordbatch */
const BATCH_LENGTH_AT = 8
const MAGIC_AT = 16
const CRC_AT = 17
const ATTRIBUTES_AT = 21
const LAST_OFFSET_DELTA_AT = 23
const BASE_TIMESTAMP_AT = 27
const MAX_TIMESTAMP_AT = 35
const PRODUCER_ID_AT = 43
const RECORD_COUNT_AT = 57
const RECORDS_AT = 61
/** Bytes before the batch length counts. */
const PREFIX_BYTES = 12

export type Codec = 'none' | 'gzip' | 'snappy' | 'lz4' | 'zstd'
const CODECS: readonly Codec[] = ['none', 'gzip', 'snappy', 'lz4', 'zstd']

export interface RecordBatch {
  readonly bytes: Buffer
  readonly end: number
  readonly magic: number
  readonly baseOffset: number
  readonly lastOffset: number
  readonly recordCount: number
  readonly baseTimestampMs: number
  /** Set when the broker stamped the records itself (`LogAppendTime`): then all have this time. */
  readonly appendTimestampMs: number | undefined
  readonly codec: Codec | undefined
  readonly isTransactional: boolean
  readonly isControl: boolean
  readonly producerId: number
  readonly crc: number
  /** What the checksum covers begins here and ends with the batch. */
  readonly checkedFrom: number
  readonly recordsStart: number
}

/** The batches between `start` and `end`. A batch cut off at the end (brokers send those) is left out: it comes whole the next time. */
export function* recordBatches(bytes: Buffer, start: number, end: number): Generator<RecordBatch> {
  for (let at = start; at + RECORDS_AT <= end; ) {
    const next = at + PREFIX_BYTES + bytes.readInt32BE(at + BATCH_LENGTH_AT)
    if (next > end || next <= at) return
    yield readBatch(bytes, at, next)
    at = next
  }
}

/** The offset after the last whole batch, or undefined when there is none. It hops from header to header, so the next fetch can go out at once. */
export function nextOffset(bytes: Buffer, start: number, end: number): number | undefined {
  let found: number | undefined
  for (let at = start; at + RECORDS_AT <= end; ) {
    const next = at + PREFIX_BYTES + bytes.readInt32BE(at + BATCH_LENGTH_AT)
    if (next > end || next <= at) break
    found = readInt64(bytes, at) + bytes.readInt32BE(at + LAST_OFFSET_DELTA_AT) + 1
    at = next
  }
  return found
}

function readBatch(bytes: Buffer, at: number, end: number): RecordBatch {
  const attributes = bytes.readInt16BE(at + ATTRIBUTES_AT)
  const baseOffset = readInt64(bytes, at)
  return {
    bytes,
    end,
    magic: bytes.readInt8(at + MAGIC_AT),
    baseOffset,
    lastOffset: baseOffset + bytes.readInt32BE(at + LAST_OFFSET_DELTA_AT),
    recordCount: bytes.readInt32BE(at + RECORD_COUNT_AT),
    baseTimestampMs: readInt64(bytes, at + BASE_TIMESTAMP_AT),
    appendTimestampMs: (attributes & 0b1000) === 0 ? undefined : readInt64(bytes, at + MAX_TIMESTAMP_AT),
    codec: CODECS[attributes & 0b111],
    isTransactional: (attributes & 0b1_0000) !== 0,
    isControl: (attributes & 0b10_0000) !== 0,
    producerId: readInt64(bytes, at + PRODUCER_ID_AT),
    crc: bytes.readUInt32BE(at + CRC_AT),
    checkedFrom: at + ATTRIBUTES_AT,
    recordsStart: at + RECORDS_AT,
  }
}
