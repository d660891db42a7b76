import type {BrokerAddress} from '../clients/kafka-wire/broker-connection.js'
import type {Cluster} from '../clients/kafka-wire/cluster.js'
import {KafkaCode} from '../clients/kafka-wire/error-codes.js'
import {
  commitGroupOffsets,
  fetchGroupOffsets,
  type GroupOffset,
  groupCoordinator,
  groupError,
} from '../clients/kafka-wire/group-offsets.js'
import {MsaError} from '../errors.js'
import {findPartitions, missingTopicError} from './find-partitions.js'
import {resolveBounds} from './resolve-offsets.js'
import {decideStart} from './start-offsets.js'
import type {StartPosition} from './start-position.js'
import {partitionName} from './tailed-partition.js'

export interface ResetRequest {
  readonly group: string
  /** Names or patterns; empty: every topic that the group has read. */
  readonly topics: readonly string[]
  readonly partitions: readonly number[] | undefined
  readonly to: StartPosition
  readonly dryRun: boolean
}

export interface ResetPartition {
  readonly topic: string
  readonly partition: number
  readonly from: number | undefined
  readonly to: number
}

export interface GroupReset {
  readonly group: string
  readonly dryRun: boolean
  readonly partitions: readonly ResetPartition[]
}

/** Moves a group's offsets. Only while nobody is in it: members would go on from where they are, and commit over it. */
export async function resetGroup(
  cluster: Cluster,
  brokers: readonly BrokerAddress[],
  request: ResetRequest,
  /** Is told what was found, before anything is moved. */
  show: (partitions: readonly ResetPartition[]) => Promise<void>,
): Promise<GroupReset> {
  const {group, to, dryRun} = request
  try {
    await requireNoMembers(brokers, group)
    const coordinator = await groupCoordinator(cluster, group)
    const before = await fetchGroupOffsets(coordinator, group)
    const topics = topicsOf(request, before)
    const found = await findPartitions(cluster, topics, request.partitions)
    if (found.missing.length > 0) throw await missingTopicError(cluster, found.missing)
    const timestampMs = to.kind === 'time' ? to.timestampMs : undefined
    const bounds = await resolveBounds(cluster, found.partitions, 'read_uncommitted', timestampMs)
    const old = new Map(before.map(offset => [partitionName(offset), offset.offset]))
    const partitions = found.partitions.map(({topic, partition}) => {
      const from = old.get(partitionName({topic, partition}))
      return {topic, partition, from, to: decideStart(to, bounds({topic, partition})).offset}
    })
    const offsets = partitions.map(({topic, partition, to: offset}): GroupOffset => ({topic, partition, offset}))
    await show(partitions)
    if (!dryRun) await commitGroupOffsets(coordinator, group, offsets)
    return {group, dryRun, partitions}
  } finally {
    cluster.close()
  }
}

function topicsOf({group, topics}: ResetRequest, before: readonly GroupOffset[]): readonly string[] {
  if (topics.length > 0) return topics
  if (before.length > 0) return [...new Set(before.map(({topic}) => topic))]
  throw new MsaError('E_INPUT', `group ${group} has committed nothing; which topics are meant?`, {
    tryThis: [`msa group reset ${group} --topic orders --to beginning`],
  })
}

async function requireNoMembers(brokers: readonly BrokerAddress[], group: string): Promise<void> {
  const {describeGroups} = await import('../clients/kafka.js')
  const [facts] = await describeGroups(brokers, [group])
  if (facts && facts.members.length > 0) throw groupError('move', group, KafkaCode.nonEmptyGroup)
}
