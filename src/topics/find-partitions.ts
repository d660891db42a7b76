import {setTimeout as pause} from 'node:timers/promises'
import type {Cluster} from '../clients/kafka-wire/cluster.js'
import {KafkaCode} from '../clients/kafka-wire/error-codes.js'
import type {ClusterMetadata, TopicMetadata} from '../clients/kafka-wire/metadata.js'
import {MsaError} from '../errors.js'
import {isPattern, missingTopic, selectTopics} from './select-topics.js'

export interface FoundPartition {
  readonly topic: string
  readonly partition: number
  readonly leader: number
}

export interface Found {
  readonly partitions: readonly FoundPartition[]
  /** Wanted words that no topic answers to. */
  readonly missing: readonly string[]
}

/** The partitions of the wanted topics, as the cluster has them now. Never creates a topic. */
export async function findPartitions(
  cluster: Cluster,
  words: readonly string[],
  only: readonly number[] | undefined,
): Promise<Found> {
  const metadata = await settledMetadata(cluster, words.some(isPattern) ? undefined : words)
  const {topics, missing} = await selectTopics(words, metadata.topics)
  const byName = new Map(metadata.topics.map(topic => [topic.name, topic]))
  const partitions = topics.flatMap(name => partitionsOf(byName.get(name), only))
  return {partitions, missing}
}

const ELECTION_MS = 3_000
/** A broker that has just started knows no topic until its controller has told it of all. */
const FIRST_UPDATE_MS = 400
const ASK_AGAIN_MS = 50

/** A topic that was just made has no leader for a moment, which looks much like not being there. */
async function settledMetadata(cluster: Cluster, words: readonly string[] | undefined): Promise<ClusterMetadata> {
  const began = performance.now()
  for (;;) {
    const metadata = await cluster.metadata(words)
    const patienceMs = words === undefined ? 0 : Math.max(0, ...metadata.topics.map(patienceFor))
    if (performance.now() - began >= patienceMs) return metadata
    await pause(ASK_AGAIN_MS)
  }
}

/** How long what is said of a topic may still change by itself. */
function patienceFor({errorCode, partitions}: TopicMetadata): number {
  if (errorCode === KafkaCode.unknownTopicOrPartition) return FIRST_UPDATE_MS
  const isSettled = errorCode !== KafkaCode.leaderNotAvailable && partitions.every(({leader}) => leader >= 0)
  return isSettled ? 0 : ELECTION_MS
}

/** The error for the first missing word, with the names that there are. */
export async function missingTopicError(cluster: Cluster, missing: readonly string[]): Promise<MsaError> {
  const metadata = await cluster.metadata()
  return missingTopic(missing[0] ?? '', metadata.topics.map(topic => topic.name).sort())
}

function partitionsOf(topic: TopicMetadata | undefined, only: readonly number[] | undefined): FoundPartition[] {
  if (topic === undefined || topic.errorCode === KafkaCode.unknownTopicOrPartition) return []
  const absent = only?.find(number => number >= topic.partitions.length)
  if (absent !== undefined) throw noPartition(topic, absent)
  return topic.partitions
    .filter(({partition}) => only === undefined || only.includes(partition))
    .map(({partition, leader}) => ({topic: topic.name, partition, leader}))
}

function noPartition(topic: TopicMetadata, absent: number): MsaError {
  const last = topic.partitions.length - 1
  return new MsaError('E_INPUT', `${topic.name} has no partition ${absent}`, {
    details: [last === 0 ? 'It has one partition, 0' : `It has the partitions 0 to ${last}`],
    tryThis: ['--partition 0', `msa topic describe ${topic.name}`],
  })
}
