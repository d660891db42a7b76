import type {Api, BrokerConnection} from './broker-connection.js'
import {byTopic, type Isolation, isolationByte, type TopicPartition} from './list-offsets.js'
import type {WireReader} from './wire-reader.js'

export interface FetchPosition extends TopicPartition {
  readonly offset: number
}

export interface FetchLimits {
  /** How long the broker may hold the answer back while nothing new is there. */
  readonly maxWaitMs: number
  readonly maxBytes: number
  readonly maxBytesPerPartition: number
  readonly isolation: Isolation
}

export interface FetchAnswer {
  readonly partitions: readonly FetchedPartition[]
  /** Every `records` range points into it; give it back to the connection's frames when all is read. */
  readonly frame: Buffer
}

export interface FetchedPartition extends TopicPartition {
  readonly errorCode: number
  readonly highWatermark: number
  readonly logStartOffset: number
  readonly aborted: readonly AbortedTransaction[]
  readonly recordsStart: number
  readonly recordsEnd: number
}

export interface AbortedTransaction {
  readonly producerId: number
  readonly firstOffset: number
}

// Version 11: zstd is sent as it is (from 10 on); not yet "flexible" (12) nor by topic id (13).
const FETCH: Api = {name: 'Fetch', key: 1, version: 11}

export async function fetchRecords(
  connection: BrokerConnection,
  positions: readonly FetchPosition[],
  limits: FetchLimits,
): Promise<FetchAnswer> {
  const answer = await connection.request(FETCH, body => {
    body.int32(-1).int32(limits.maxWaitMs).int32(1).int32(limits.maxBytes).int8(isolationByte(limits.isolation))
    // No fetch session: id 0, epoch -1.
    body.int32(0).int32(-1)
    body.array([...byTopic(positions)], ([topic, ofTopic]) => {
      body.string(topic).array(ofTopic, ({partition, offset}) => {
        body.int32(partition).int32(-1).int64(offset).int64(-1).int32(limits.maxBytesPerPartition)
      })
    })
    body.int32(0).string('')
  })
  answer.skip(4 + 2 + 4)
  const partitions = answer.array(topics => {
    const topic = topics.string()
    return topics.array(reader => readPartition(topic, reader))
  })
  return {partitions: partitions.flat(), frame: answer.bytes}
}

function readPartition(topic: string, reader: WireReader): FetchedPartition {
  const [partition, errorCode, highWatermark] = [reader.int32(), reader.int16(), reader.int64()]
  reader.int64()
  const logStartOffset = reader.int64()
  const aborted = reader.array(of => ({producerId: of.int64(), firstOffset: of.int64()}))
  reader.int32()
  const size = Math.max(0, reader.int32())
  const recordsStart = reader.skip(size)
  return {
    topic,
    partition,
    errorCode,
    highWatermark,
    logStartOffset,
    aborted,
    recordsStart,
    recordsEnd: recordsStart + size,
  }
}
