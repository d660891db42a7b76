import type {Cluster} from '../clients/kafka-wire/cluster.js'
import type {TopicMetadata} from '../clients/kafka-wire/metadata.js'
import {createPartitions} from '../clients/kafka-wire/topic-admin.js'
import {alterTopicConfig, type ConfigChange, describeTopicConfig} from '../clients/kafka-wire/topic-config.js'
import {MsaError} from '../errors.js'
import {nearest} from '../nearest.js'
import {missingTopic} from './select-topics.js'
import {requireDone} from './topic-outcome.js'

export interface AlterRequest {
  readonly topic: string
  /** The new number in all; it can only grow. */
  readonly partitions: number | undefined
  readonly changes: readonly ConfigChange[]
  readonly dryRun: boolean
}

export interface AlteredTopic {
  readonly topic: string
  readonly dryRun: boolean
  readonly changes: readonly {readonly what: string; readonly from: string; readonly to: string}[]
}

/** Changes what is named and nothing else. Says what was before. */
export async function alterTopic(cluster: Cluster, request: AlterRequest): Promise<AlteredTopic> {
  try {
    const {topic, partitions, changes, dryRun} = request
    const metadata = await cluster.metadata()
    const found = metadata.topics.find(of => of.name === topic)
    if (!found) throw missingTopic(topic, metadata.topics.map(of => of.name).sort())
    checkPartitions(found, partitions)
    const config = (await describeTopicConfig(await cluster.any(), [topic])).get(topic) ?? []
    for (const [name] of changes)
      checkSetting(
        name,
        config.map(entry => entry.name),
      )
    const controller = await cluster.controller()
    if (changes.length > 0) requireDone('alter', await alterTopicConfig(controller, topic, changes, dryRun))
    const grows = partitions !== undefined && partitions > found.partitions.length
    if (grows) requireDone('alter', await createPartitions(controller, topic, partitions, dryRun))
    const before = new Map(config.map(entry => [entry.name, entry.value ?? '']))
    const settings = changes.map(([name, value]) => ({
      what: name,
      from: before.get(name) ?? '',
      to: value ?? 'the default',
    }))
    const growth = {what: 'partitions', from: String(found.partitions.length), to: String(partitions)}
    return {topic, dryRun, changes: grows ? [growth, ...settings] : settings}
  } finally {
    cluster.close()
  }
}

function checkPartitions({name, partitions}: TopicMetadata, wanted: number | undefined): void {
  if (wanted === undefined || wanted >= partitions.length) return
  throw new MsaError(
    'E_INPUT',
    `${name} has ${partitions.length} partitions; Kafka can add partitions but not take any away`,
    {
      tryThis: [
        `Delete it and create it anew: msa topic delete ${name}; msa topic create ${name} --partitions ${wanted}`,
      ],
    },
  )
}

function checkSetting(name: string, known: readonly string[]): void {
  if (known.includes(name)) return
  const near = nearest(name, known)
  throw new MsaError('E_INPUT', `topics have no setting ${name}`, {
    details: near === undefined ? [] : [`did you mean "${near}"?`],
    tryThis: ['See all settings: msa topic describe TOPIC --all'],
  })
}
