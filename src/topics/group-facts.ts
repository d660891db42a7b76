import type {GroupFacts, GroupMember} from '../clients/kafka.js'
import type {BrokerAddress} from '../clients/kafka-wire/broker-connection.js'
import type {Cluster} from '../clients/kafka-wire/cluster.js'
import {fetchGroupOffsets, type GroupOffset, groupCoordinator} from '../clients/kafka-wire/group-offsets.js'
import {AT_END} from '../clients/kafka-wire/list-offsets.js'
import {MsaError} from '../errors.js'
import {nearest} from '../nearest.js'
import type {FoundPartition} from './find-partitions.js'
import {offsetsAt} from './resolve-offsets.js'
import {partitionName} from './tailed-partition.js'

export interface GroupReport {
  readonly group: string
  readonly state: string
  readonly members: number
  /** Records not yet read, over all partitions; undefined where nothing is committed. */
  readonly lag: number | undefined
  readonly partitions: readonly GroupPartition[]
}

export interface GroupPartition {
  readonly topic: string
  readonly partition: number
  /** Undefined: assigned, but nothing committed yet. */
  readonly committed: number | undefined
  readonly end: number | undefined
  readonly lag: number | undefined
  readonly clientId: string | undefined
  readonly host: string | undefined
}

/** All groups, or those named, with what they have read and what not. */
export async function groupReports(
  cluster: Cluster,
  brokers: readonly BrokerAddress[],
  names: readonly string[],
): Promise<GroupReport[]> {
  try {
    const {describeGroups} = await import('../clients/kafka.js')
    const all = await describeGroups(brokers)
    const missing = names.find(name => !all.some(({group}) => group === name))
    if (missing !== undefined) throw missingGroup(missing, all)
    const wanted = names.length === 0 ? all : all.filter(({group}) => names.includes(group))
    const committed = await Promise.all(wanted.map(({group}) => committedOffsets(cluster, group)))
    const ends = await endOffsets(cluster, committed.flat())
    return wanted.map((facts, index) => reportOf(facts, committed[index] ?? [], ends)).sort(byName)
  } finally {
    cluster.close()
  }
}

async function committedOffsets(cluster: Cluster, group: string): Promise<GroupOffset[]> {
  return fetchGroupOffsets(await groupCoordinator(cluster, group), group)
}

/** Of every topic that any of them has read; topics that were deleted meanwhile have none. */
export async function endOffsets(cluster: Cluster, offsets: readonly GroupOffset[]): Promise<Map<string, number>> {
  const topics = [...new Set(offsets.map(({topic}) => topic))]
  if (topics.length === 0) return new Map()
  const metadata = await cluster.metadata(topics)
  const led = metadata.topics.flatMap(({name, partitions}): FoundPartition[] =>
    partitions.flatMap(({partition, leader}) => (leader < 0 ? [] : [{topic: name, partition, leader}])),
  )
  return offsetsAt(cluster, led, AT_END, 'read_uncommitted')
}

function reportOf(
  facts: GroupFacts,
  committed: readonly GroupOffset[],
  ends: ReadonlyMap<string, number>,
): GroupReport {
  const owners = ownersOf(facts.members)
  const names = new Map(committed.map(offset => [partitionName(offset), offset]))
  const assigned = [...owners.values()].filter(({topic, partition}) => !names.has(partitionName({topic, partition})))
  const all = [...committed, ...assigned.map(({topic, partition}) => ({topic, partition, offset: undefined}))]
  const partitions = all
    .map(({topic, partition, offset}): GroupPartition => {
      const name = partitionName({topic, partition})
      const [end, owner] = [ends.get(name), owners.get(name)?.member]
      const lag = offset === undefined || end === undefined ? undefined : Math.max(0, end - offset)
      return {topic, partition, committed: offset, end, lag, clientId: owner?.clientId, host: owner?.host}
    })
    .sort((a, b) => a.topic.localeCompare(b.topic, 'en') || a.partition - b.partition)
  const lags = partitions.flatMap(({lag}) => (lag === undefined ? [] : [lag]))
  const lag = lags.length === 0 ? undefined : lags.reduce((sum, each) => sum + each, 0)
  return {group: facts.group, state: facts.state, members: facts.members.length, lag, partitions}
}

interface Owner {
  readonly topic: string
  readonly partition: number
  readonly member: GroupMember
}

function ownersOf(members: readonly GroupMember[]): Map<string, Owner> {
  return new Map(
    members.flatMap(member =>
      member.assigned.flatMap(({topic, partitions}) =>
        partitions.map(partition => [partitionName({topic, partition}), {topic, partition, member}] as const),
      ),
    ),
  )
}

function byName(a: GroupReport, b: GroupReport): number {
  return a.group < b.group ? -1 : 1
}

export function missingGroup(name: string, all: readonly {readonly group: string}[]): MsaError {
  const names = all.map(({group}) => group).sort()
  const near = nearest(name, names)
  const there = names.length === 0 ? 'There is no consumer group yet' : `There are: ${names.slice(0, 12).join(', ')}`
  return new MsaError('E_FAILED', `there is no consumer group ${name}`, {
    details: near === undefined ? [there] : [`did you mean "${near}"?`, there],
    tryThis: ['msa group list'],
  })
}
