import type {Api, BrokerConnection} from './broker-connection.js'
import type {TopicPartition} from './list-offsets.js'

export interface PartitionBatch extends TopicPartition {
  readonly batch: Uint8Array
}

export interface ProduceAnswer extends TopicPartition {
  readonly errorCode: number
  /** The offset of the batch's first record. */
  readonly baseOffset: number
  readonly message: string | undefined
  /** Which records of the batch the broker objects to, by their place in it. */
  readonly recordErrors: readonly {readonly index: number; readonly message: string | undefined}[]
}

/** Version 8 is the first that says which record is wrong, and the last one that isn't "flexible". */
const PRODUCE: Api = {name: 'Produce', key: 0, version: 8}
const TIMEOUT_MS = 8_000

/** -1: all replicas in sync have it; 1: the leader has it. (0, no answer at all, would tell nothing about a record.) */
export type Acks = -1 | 1

/** Appends one batch to a partition that this broker leads. */
export async function produceBatch(
  connection: BrokerConnection,
  {topic, partition, batch}: PartitionBatch,
  acks: Acks,
): Promise<ProduceAnswer> {
  const answer = await connection.request(PRODUCE, body => {
    body.nullableString(undefined).int16(acks).int32(TIMEOUT_MS)
    body.int32(1).string(topic).int32(1).int32(partition).int32(batch.length).append(batch)
  })
  answer.skip(4)
  answer.string()
  answer.skip(4)
  const [number, errorCode, baseOffset] = [answer.int32(), answer.int16(), answer.int64()]
  answer.skip(8 + 8)
  const recordErrors = answer.array(reader => ({index: reader.int32(), message: reader.nullableString()}))
  return {topic, partition: number, errorCode, baseOffset, recordErrors, message: answer.nullableString()}
}
