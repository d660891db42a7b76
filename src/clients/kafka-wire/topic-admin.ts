import type {Api, BrokerConnection} from './broker-connection.js'
import type {WireReader} from './wire-reader.js'

/** What a broker says to a change of one topic. */
export interface TopicOutcome {
  readonly topic: string
  readonly errorCode: number
  readonly message: string | undefined
}

export interface NewTopic {
  readonly topic: string
  /** -1: the broker's own default, here and below. */
  readonly partitions: number
  readonly replicationFactor: number
  readonly config: ReadonlyMap<string, string>
}

const CREATE_TOPICS: Api = {name: 'CreateTopics', key: 19, version: 4}
const DELETE_TOPICS: Api = {name: 'DeleteTopics', key: 20, version: 3}
const CREATE_PARTITIONS: Api = {name: 'CreatePartitions', key: 37, version: 1}
const DELETE_RECORDS: Api = {name: 'DeleteRecords', key: 21, version: 1}
/** How long the broker may take before it answers. */
const TIMEOUT_MS = 8_000

/** Ask the controller; so for the next two. */
export async function createTopics(
  controller: BrokerConnection,
  topics: readonly NewTopic[],
  validateOnly: boolean,
): Promise<TopicOutcome[]> {
  const answer = await controller.request(CREATE_TOPICS, body => {
    body.array(topics, ({topic, partitions, replicationFactor, config}) => {
      body.string(topic).int32(partitions).int16(replicationFactor).int32(0)
      body.array([...config], ([name, value]) => body.string(name).string(value))
    })
    body.int32(TIMEOUT_MS).boolean(validateOnly)
  })
  return readOutcomes(answer)
}

export async function deleteTopics(controller: BrokerConnection, topics: readonly string[]): Promise<TopicOutcome[]> {
  const answer = await controller.request(DELETE_TOPICS, body => {
    body.array(topics, topic => body.string(topic)).int32(TIMEOUT_MS)
  })
  answer.int32()
  return answer.array(reader => ({topic: reader.string(), errorCode: reader.int16(), message: undefined}))
}

/** `partitions` is the new number in all, not how many are added. */
export async function createPartitions(
  controller: BrokerConnection,
  topic: string,
  partitions: number,
  validateOnly: boolean,
): Promise<TopicOutcome[]> {
  const answer = await controller.request(CREATE_PARTITIONS, body => {
    body.int32(1).string(topic).int32(partitions).int32(-1)
    body.int32(TIMEOUT_MS).boolean(validateOnly)
  })
  return readOutcomes(answer)
}

export interface DeletedUpTo {
  readonly topic: string
  readonly partition: number
  readonly errorCode: number
}

/** Deletes what stands before `offset` (-1: everything) in partitions that this broker leads. */
export async function deleteRecords(
  leader: BrokerConnection,
  topic: string,
  partitions: readonly {readonly partition: number; readonly offset: number}[],
): Promise<DeletedUpTo[]> {
  const answer = await leader.request(DELETE_RECORDS, body => {
    body.int32(1).string(topic)
    body.array(partitions, ({partition, offset}) => body.int32(partition).int64(offset)).int32(TIMEOUT_MS)
  })
  answer.int32()
  const topics = answer.array(reader => {
    reader.string()
    return reader.array(of => {
      const partition = of.int32()
      of.int64()
      return {topic, partition, errorCode: of.int16()}
    })
  })
  return topics.flat()
}

function readOutcomes(answer: WireReader): TopicOutcome[] {
  answer.int32()
  return answer.array(reader => ({
    topic: reader.string(),
    errorCode: reader.int16(),
    message: reader.nullableString(),
  }))
}
