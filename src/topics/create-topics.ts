import {setTimeout as pause} from 'node:timers/promises'
import type {Cluster} from '../clients/kafka-wire/cluster.js'
import type {ClusterMetadata} from '../clients/kafka-wire/metadata.js'
import {createTopics as create, type NewTopic} from '../clients/kafka-wire/topic-admin.js'
import {MsaError} from '../errors.js'
import {checkTopicName, clashingTopic} from './topic-name.js'
import {requireDone} from './topic-outcome.js'

export interface CreateRequest {
  readonly topics: readonly string[]
  readonly partitions: number | undefined
  readonly replicationFactor: number | undefined
  readonly config: ReadonlyMap<string, string>
  readonly ifNotExists: boolean
  readonly dryRun: boolean
}

export interface CreatedTopic {
  readonly topic: string
  readonly action: 'created' | 'exists' | 'would create'
  readonly partitions: number
  readonly replicationFactor: number
  /** A topic whose metrics cannot be told from this one's. */
  readonly clashesWith?: string
}

/** Creates topics and waits until each has its leaders: the next command can use them. All mistakes are told before anything is sent. */
export async function createTopics(cluster: Cluster, request: CreateRequest): Promise<CreatedTopic[]> {
  try {
    const names = [...new Set(request.topics)].map(checkTopicName)
    const before = await cluster.metadata()
    const existing = new Set(before.topics.map(topic => topic.name))
    checkReplicas(request.replicationFactor, before)
    if (!request.ifNotExists) checkNew(names, existing)
    const fresh = names.filter(name => !existing.has(name)).map(topic => newTopic(topic, request))
    if (fresh.length > 0) requireDone('create', await create(await cluster.controller(), fresh, request.dryRun))
    const after = request.dryRun ? before : await withLeaders(cluster, names)
    return names.map(name => describeCreated(name, existing, after, request))
  } finally {
    cluster.close()
  }
}

function newTopic(topic: string, {partitions = -1, replicationFactor = -1, config}: CreateRequest): NewTopic {
  return {topic, partitions, replicationFactor, config}
}

function checkReplicas(wanted: number | undefined, {brokers}: ClusterMetadata): void {
  if (wanted === undefined || wanted <= brokers.length) return
  const there = brokers.length === 1 ? 'the cluster has one broker' : `the cluster has ${brokers.length} brokers`
  throw new MsaError('E_INPUT', `${wanted} replicas are not possible: ${there}`, {
    tryThis: [`--replication-factor ${brokers.length}`],
  })
}

function checkNew(names: readonly string[], existing: ReadonlySet<string>): void {
  const old = names.find(name => existing.has(name))
  if (old === undefined) return
  throw new MsaError('E_FAILED', `topic ${old} exists already`, {
    tryThis: [`Look at it: msa topic describe ${old}`, 'Create only what is missing: --if-not-exists'],
  })
}

const LEADERS_WITHIN_MS = 8_000
const ASK_AGAIN_MS = 20

async function withLeaders(cluster: Cluster, names: readonly string[]): Promise<ClusterMetadata> {
  const deadlineMs = performance.now() + LEADERS_WITHIN_MS
  for (;;) {
    const metadata = await cluster.metadata(names)
    const led = metadata.topics.every(
      ({errorCode, partitions}) => errorCode === 0 && partitions.every(partition => partition.leader >= 0),
    )
    if (led || performance.now() > deadlineMs) return metadata
    await pause(ASK_AGAIN_MS)
  }
}

function describeCreated(
  topic: string,
  existing: ReadonlySet<string>,
  {topics}: ClusterMetadata,
  request: CreateRequest,
): CreatedTopic {
  const found = topics.find(of => of.name === topic)?.partitions
  const clash = existing.has(topic) ? undefined : clashingTopic(topic, [...existing])
  return {
    topic,
    action: existing.has(topic) ? 'exists' : request.dryRun ? 'would create' : 'created',
    partitions: found?.length ?? request.partitions ?? 1,
    replicationFactor: found?.[0]?.replicas.length ?? request.replicationFactor ?? 1,
    ...(clash === undefined ? {} : {clashesWith: clash}),
  }
}
