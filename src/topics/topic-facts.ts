import type {Cluster} from '../clients/kafka-wire/cluster.js'
import {AT_BEGINNING, AT_END} from '../clients/kafka-wire/list-offsets.js'
import {replicaSizes} from '../clients/kafka-wire/log-dirs.js'
import type {ClusterMetadata, PartitionMetadata, TopicMetadata} from '../clients/kafka-wire/metadata.js'
import type {FoundPartition} from './find-partitions.js'
import {offsetsAt} from './resolve-offsets.js'
import {partitionName} from './tailed-partition.js'

export interface PartitionFacts {
  readonly partition: number
  /** The broker that leads it; -1 for none. */
  readonly leader: number
  readonly replicas: readonly number[]
  readonly inSyncReplicas: readonly number[]
  readonly beginning: number
  readonly end: number
  /** Bytes on the leader's disk. */
  readonly bytes: number
}

export interface TopicFacts {
  readonly topic: string
  readonly isInternal: boolean
  readonly replicationFactor: number
  /** End minus beginning: compaction and transactions make it more than there are. */
  readonly records: number
  readonly bytes: number
  readonly partitions: readonly PartitionFacts[]
}

/** What brokers know of these topics: offsets and sizes asked of all at the same time. */
export async function topicFacts(
  cluster: Cluster,
  topics: readonly TopicMetadata[],
  brokers: ClusterMetadata['brokers'],
): Promise<TopicFacts[]> {
  const led = topics.flatMap(topic => topic.partitions.flatMap(partition => ledPartition(topic, partition)))
  const [beginnings, ends, sizes] = await Promise.all([
    offsetsAt(cluster, led, AT_BEGINNING, 'read_uncommitted'),
    offsetsAt(cluster, led, AT_END, 'read_uncommitted'),
    leaderSizes(cluster, led, brokers),
  ])
  return topics.map(topic => {
    const partitions = topic.partitions.map(({errorCode: _, ...partition}) => {
      const name = partitionName({topic: topic.name, partition: partition.partition})
      const [beginning, end] = [beginnings.get(name) ?? 0, ends.get(name) ?? 0]
      return {...partition, beginning, end, bytes: sizes.get(name) ?? 0}
    })
    return summed(topic, partitions)
  })
}

function summed(topic: TopicMetadata, partitions: readonly PartitionFacts[]): TopicFacts {
  return {
    topic: topic.name,
    isInternal: topic.isInternal,
    replicationFactor: partitions[0]?.replicas.length ?? 0,
    records: partitions.reduce((sum, {beginning, end}) => sum + end - beginning, 0),
    bytes: partitions.reduce((sum, {bytes}) => sum + bytes, 0),
    partitions,
  }
}

function ledPartition(topic: TopicMetadata, {partition, leader}: PartitionMetadata): FoundPartition[] {
  return leader < 0 ? [] : [{topic: topic.name, partition, leader}]
}

async function leaderSizes(
  cluster: Cluster,
  led: readonly FoundPartition[],
  brokers: ClusterMetadata['brokers'],
): Promise<Map<string, number>> {
  const leaderOf = new Map(led.map(partition => [partitionName(partition), partition.leader]))
  const answers = await Promise.all(
    brokers.map(async ({id}) => {
      const sizes = await replicaSizes(await cluster.broker(id))
      return sizes.filter(replica => leaderOf.get(partitionName(replica)) === id)
    }),
  )
  return new Map(answers.flat().map(replica => [partitionName(replica), replica.bytes]))
}
