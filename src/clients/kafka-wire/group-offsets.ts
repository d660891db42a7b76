import {MsaError} from '../../errors.js'
import type {Api, BrokerConnection} from './broker-connection.js'
import type {Cluster} from './cluster.js'
import {describeKafkaCode, isPassing, KafkaCode} from './error-codes.js'
import {byTopic, type TopicPartition} from './list-offsets.js'

export interface GroupOffset extends TopicPartition {
  readonly offset: number
}

const FIND_COORDINATOR: Api = {name: 'FindCoordinator', key: 10, version: 1}
const OFFSET_FETCH: Api = {name: 'OffsetFetch', key: 9, version: 3}
const OFFSET_COMMIT: Api = {name: 'OffsetCommit', key: 8, version: 5}
const GROUP_KEY = 0
/** No member of the group: allowed only while the group has none. */
const NO_GENERATION = -1

/** The broker that keeps this group's offsets. Kafka makes the topic for them when it is first asked, so the answer may take a moment. */
export async function groupCoordinator(cluster: Cluster, group: string, waitMs = 10_000): Promise<BrokerConnection> {
  for (const deadlineMs = performance.now() + waitMs; ; ) {
    const answer = await (await cluster.any()).request(FIND_COORDINATOR, body => body.string(group).int8(GROUP_KEY))
    answer.int32()
    const errorCode = answer.int16()
    answer.nullableString()
    const id = answer.int32()
    if (errorCode === KafkaCode.none) {
      await cluster.metadata([])
      return cluster.broker(id)
    }
    if (!isPassing(errorCode) || performance.now() > deadlineMs) throw groupError('find', group, errorCode)
    await new Promise(resolve => setTimeout(resolve, 100))
  }
}

/** What the group has committed; nothing for a group that isn't there. */
export async function fetchGroupOffsets(coordinator: BrokerConnection, group: string): Promise<GroupOffset[]> {
  const answer = await coordinator.request(OFFSET_FETCH, body => body.string(group).int32(-1))
  answer.int32()
  const offsets = answer.array(topics => {
    const topic = topics.string()
    return topics.array(reader => {
      const [partition, offset] = [reader.int32(), reader.int64()]
      reader.nullableString()
      reader.int16()
      return {topic, partition, offset}
    })
  })
  const errorCode = answer.int16()
  if (errorCode !== KafkaCode.none) throw groupError('read', group, errorCode)
  return offsets.flat().filter(({offset}) => offset >= 0)
}

/** Commits for a group without joining it. Refused by Kafka while the group has members. */
export async function commitGroupOffsets(
  coordinator: BrokerConnection,
  group: string,
  offsets: readonly GroupOffset[],
): Promise<void> {
  const answer = await coordinator.request(OFFSET_COMMIT, body => {
    body.string(group).int32(NO_GENERATION).string('')
    body.array([...byTopic(offsets)], ([topic, ofTopic]) => {
      body.string(topic).array(ofTopic, ({partition, offset}) => body.int32(partition).int64(offset).string(''))
    })
  })
  answer.int32()
  const codes = answer.array(topics => {
    topics.string()
    return topics.array(reader => {
      reader.int32()
      return reader.int16()
    })
  })
  const failed = codes.flat().find(code => code !== KafkaCode.none)
  if (failed !== undefined) throw groupError('commit offsets of', group, failed)
}

export function groupError(what: string, group: string, errorCode: number): MsaError {
  if (errorCode === KafkaCode.unknownMember || errorCode === KafkaCode.nonEmptyGroup)
    return new MsaError('E_FAILED', `cannot ${what} group ${group}: it has active members`, {
      details: [describeKafkaCode(errorCode)],
      tryThis: [`See who they are, and stop them first: msa group describe ${group}`],
    })
  return new MsaError('E_FAILED', `cannot ${what} group ${group}`, {
    details: [describeKafkaCode(errorCode)],
    tryThis: ['msa group list', 'msa status'],
  })
}
