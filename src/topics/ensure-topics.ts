import type {Cluster} from '../clients/kafka-wire/cluster.js'
import {createPartitions} from '../clients/kafka-wire/topic-admin.js'
import {alterTopicConfig, type ConfigChange, describeTopicConfig} from '../clients/kafka-wire/topic-config.js'
import type {LabTopic} from '../lab/lab.js'
import {createTopics} from './create-topics.js'
import {requireDone} from './topic-outcome.js'

export interface EnsuredTopic {
  readonly topic: string
  readonly action: 'created' | 'changed' | 'unchanged'
}

/**
 * Makes the topics that a lab declares be there with their partitions and settings. Nothing is taken away: partitions cannot be, and a topic that
 * has more of them, or settings that the lab file says nothing about, stays as it is. Closes the cluster.
 */
export async function ensureTopics(cluster: Cluster, topics: readonly LabTopic[]): Promise<EnsuredTopic[]> {
  const ensured: EnsuredTopic[] = []
  for (const {name, partitions, config} of topics) {
    const request = {
      topics: [name],
      partitions,
      replicationFactor: 1,
      config: new Map(Object.entries(config)),
      ifNotExists: true,
      dryRun: false,
    }
    const [created] = await createTopics(cluster, request)
    if (created?.action === 'created') ensured.push({topic: name, action: 'created'})
    else
      ensured.push({
        topic: name,
        action: await alterWhereDifferent(cluster, {name, partitions, config}, created?.partitions ?? partitions),
      })
  }
  cluster.close()
  return ensured
}

async function alterWhereDifferent(
  cluster: Cluster,
  {name, partitions, config}: LabTopic,
  has: number,
): Promise<'changed' | 'unchanged'> {
  const live = (await describeTopicConfig(await cluster.any(), [name])).get(name) ?? []
  const values = new Map(live.map(entry => [entry.name, entry.value]))
  const changes = Object.entries(config).filter(([key, value]) => values.get(key) !== value) satisfies ConfigChange[]
  const controller = await cluster.controller()
  if (changes.length > 0) requireDone('alter', await alterTopicConfig(controller, name, changes, false))
  if (partitions > has) requireDone('alter', await createPartitions(controller, name, partitions, false))
  return changes.length > 0 || partitions > has ? 'changed' : 'unchanged'
}
