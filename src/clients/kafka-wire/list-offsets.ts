import type {Api, BrokerConnection} from './broker-connection.js'

/** Which records are seen: as librdkafka and Spring's exactly-once consumers (committed), or everything (uncommitted). */
export type Isolation = 'read_uncommitted' | 'read_committed'

export interface TopicPartition {
  readonly topic: string
  readonly partition: number
}

export interface OffsetAnswer extends TopicPartition {
  readonly errorCode: number
  /** -1: no record is that young. */
  readonly offset: number
}

/** Special timestamps of the protocol. */
export const AT_END = -1
export const AT_BEGINNING = -2

const LIST_OFFSETS: Api = {name: 'ListOffsets', key: 2, version: 2}

/** The first offset at or after a time (epoch ms, or AT_BEGINNING, AT_END) of partitions that this broker leads. */
export async function listOffsets(
  connection: BrokerConnection,
  partitions: readonly TopicPartition[],
  timestampMs: number,
  isolation: Isolation,
): Promise<OffsetAnswer[]> {
  const answer = await connection.request(LIST_OFFSETS, body => {
    body.int32(-1).int8(isolationByte(isolation))
    body.array([...byTopic(partitions)], ([topic, ofTopic]) => {
      body.string(topic).array(ofTopic, ({partition}) => body.int32(partition).int64(timestampMs))
    })
  })
  answer.int32()
  return answer
    .array(topics => {
      const topic = topics.string()
      return topics.array(reader => {
        const [partition, errorCode] = [reader.int32(), reader.int16()]
        reader.int64()
        return {topic, partition, errorCode, offset: reader.int64()}
      })
    })
    .flat()
}

export function isolationByte(isolation: Isolation): number {
  return isolation === 'read_committed' ? 1 : 0
}

export function byTopic<Item extends TopicPartition>(items: readonly Item[]): Map<string, Item[]> {
  const topics = new Map<string, Item[]>()
  for (const item of items) {
    const ofTopic = topics.get(item.topic)
    if (ofTopic) ofTopic.push(item)
    else topics.set(item.topic, [item])
  }
  return topics
}
