import {describe, expect, it} from 'vitest'
import {AbortedTransactions} from './aborted-transactions.js'
import {BatchBuilder, type HeaderPair} from './batch-builder.js'
import {loadCompressor, loadDecompressor, PRODUCER_CODECS} from './codecs.js'
import {crc32c} from './crc32c.js'
import {partitionOfKey} from './partitioner.js'
import {nextOffset, recordBatches} from './record-batch.js'
import {RecordCursor} from './record-cursor.js'

interface Plain {
  readonly key: string | null
  readonly value: string | null
  readonly headers: readonly (readonly [string, string | null])[]
  readonly timestampMs: number
}

const text = (bytes: Uint8Array | null) => (bytes === null ? null : Buffer.from(bytes).toString('latin1'))
const bytes = (content: string | null) => (content === null ? null : Buffer.from(content, 'latin1'))

function build(records: readonly Plain[], builder = new BatchBuilder()): BatchBuilder {
  for (const {key, value, headers, timestampMs} of records) {
    const pairs = headers.map(([name, content]): HeaderPair => [name, bytes(content)])
    builder.add(bytes(key), bytes(value), pairs, timestampMs)
  }
  return builder
}

async function roundTrip(records: readonly Plain[], codec: (typeof PRODUCER_CODECS)[number]): Promise<Plain[]> {
  const batch = Buffer.from(build(records).finish(codec, await loadCompressor(codec)))
  const [read] = [...recordBatches(batch, 0, batch.length)]
  if (read === undefined) throw new Error('no batch')
  expect(read.codec).toBe(codec)
  expect(crc32c(batch, read.checkedFrom, read.end)).toBe(read.crc)
  const unpack = await loadDecompressor(read.codec)
  const cursor = new RecordCursor().open(read, unpack(batch.subarray(read.recordsStart, read.end)), 0)
  const found: Plain[] = []
  while (cursor.next()) {
    const headers = cursor.headers().map(([name, content]) => [name, text(content)] as const)
    found.push({key: text(cursor.key()), value: text(cursor.value()), headers, timestampMs: cursor.timestampMs})
  }
  return found
}

const NOW = 1_764_000_000_000
const records: readonly Plain[] = [
  {key: null, value: 'plain', headers: [], timestampMs: NOW},
  {key: '', value: '', headers: [['', null]], timestampMs: NOW - 5_000_000_000},
  {key: 'k', value: null, headers: Array.from({length: 100}, (_, n) => [`h${n}`, String(n)]), timestampMs: NOW + 1},
  {key: '\xff\0', value: '\0\x1b[2J\n'.repeat(30_000), headers: [['a', '\xff']], timestampMs: NOW + 5_000_000_000},
]

describe('a batch that is written and read again', () => {
  it.each(PRODUCER_CODECS)('holds the same records with %s', async codec => {
    expect(await roundTrip(records, codec)).toEqual(records)
  })

  it('serves the same builder again and again', async () => {
    const builder = build(records)
    const none = await loadCompressor('none')
    const first = Buffer.from(builder.finish('none', none))
    expect(Buffer.from(build(records, builder).finish('none', none))).toEqual(first)
  })

  it('B99: takes a value of 10 MiB', async () => {
    const large = [{key: null, value: 'x'.repeat(10 * 1024 * 1024), headers: [], timestampMs: NOW}]
    expect(await roundTrip(large, 'snappy')).toEqual(large)
  })
})

describe('bytes of a fetch', () => {
  it('leaves out a batch that is cut off, and knows where to go on', async () => {
    const none = await loadCompressor('none')
    const first = Buffer.from(build(records.slice(0, 2)).finish('none', none))
    const second = Buffer.from(build(records.slice(0, 1)).finish('none', none))
    second.writeBigInt64BE(2n, 0)
    const all = Buffer.concat([first, second])
    expect([...recordBatches(all, 0, all.length)].map(({baseOffset}) => baseOffset)).toEqual([0, 2])
    expect(nextOffset(all, 0, all.length)).toBe(3)
    for (let cut = first.length; cut < all.length; cut += 7) {
      expect([...recordBatches(all, 0, cut)]).toHaveLength(1)
      expect(nextOffset(all, 0, cut)).toBe(2)
    }
    expect(nextOffset(all, 0, 10)).toBeUndefined()
  })

  it('ends at a length that leads nowhere instead of going round', () => {
    const broken = Buffer.alloc(200)
    broken.writeInt32BE(-12, 8)
    expect([...recordBatches(broken, 0, broken.length)]).toEqual([])
  })

  it('never reads beyond a record, however its lengths are damaged', async () => {
    const batch = Buffer.from(build(records).finish('none', await loadCompressor('none')))
    for (let at = 61; at < 400; at++) {
      const damaged = Buffer.from(batch)
      damaged[at] = 0xff
      const [read] = [...recordBatches(damaged, 0, damaged.length)]
      const cursor = new RecordCursor().open(read ?? fail(), damaged, 61)
      try {
        for (let count = 0; cursor.next() && count < 10; count++) cursor.headers()
      } catch (error) {
        expect(error).toBeInstanceOf(RangeError)
      }
      expect(cursor.valueEnd).toBeLessThanOrEqual(damaged.length)
    }
  })

  it('takes the time at which the broker stamped all records of a batch', async () => {
    const batch = Buffer.from(build(records.slice(0, 1)).finish('none', await loadCompressor('none')))
    batch.writeInt16BE(0b1000, 21)
    batch.writeBigInt64BE(123n, 35)
    const [read] = [...recordBatches(batch, 0, batch.length)]
    const cursor = new RecordCursor().open(read ?? fail(), batch, 61)
    cursor.next()
    expect(cursor.timestampMs).toBe(123)
  })
})

describe('transactions', () => {
  const batch = (producerId: number, offset: number, kind: 'data' | 'abort' | 'commit' | 'plain') => {
    const body = Buffer.alloc(80)
    body.writeInt16BE(kind === 'abort' ? 0 : 1, 61 + 5 + 2)
    const isControl = kind === 'abort' || kind === 'commit'
    const facts = {lastOffset: offset, isControl, isTransactional: kind !== 'plain', producerId}
    const [read] = [...recordBatches(batchBytes, 0, batchBytes.length)]
    return {...(read ?? fail()), ...facts, bytes: body, recordsStart: 61}
  }
  const batchBytes = Buffer.from(build(records.slice(0, 1)).finish('none', same => same))

  it('hides what was aborted up to its marker, and never what others wrote', () => {
    const aborted = new AbortedTransactions([{producerId: 1, firstOffset: 10}])
    const hidden = [
      batch(1, 9, 'data'),
      batch(1, 10, 'data'),
      batch(2, 11, 'data'),
      batch(1, 12, 'plain'),
      batch(1, 13, 'abort'),
      batch(1, 14, 'data'),
      batch(1, 15, 'commit'),
    ].map(each => aborted.hides(each))
    expect(hidden).toEqual([false, true, false, false, true, false, true])
  })
})

it('puts keys where Java puts them', () => {
  // org.apache.kafka.common.utils.Utils.murmur2 of these keys, as its own test has it.
  const murmur2: Record<string, number> = {'21': -973932308, foobar: -790332482, 'a-little-bit-long-string': -985981536}
  for (const [key, hash] of Object.entries(murmur2))
    expect(partitionOfKey(Buffer.from(key), 97)).toBe((hash & 0x7fffffff) % 97)
})

it('has the checksum of the standard', () => {
  expect(crc32c(Buffer.from('123456789'), 0)).toBe(0xe3069283)
})

function fail(): never {
  throw new Error('no batch')
}
