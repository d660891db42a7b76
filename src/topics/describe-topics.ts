import type {Cluster} from '../clients/kafka-wire/cluster.js'
import {type ConfigEntry, describeTopicConfig} from '../clients/kafka-wire/topic-config.js'
import {missingTopic, selectTopics} from './select-topics.js'
import {type TopicFacts, topicFacts} from './topic-facts.js'

export interface TopicDescription extends TopicFacts {
  /** What differs from Kafka's defaults, and where that is set; with `allConfig` everything. */
  readonly config: readonly ConfigEntry[]
}

export async function describeTopics(
  cluster: Cluster,
  words: readonly string[],
  allConfig: boolean,
): Promise<TopicDescription[]> {
  try {
    const metadata = await cluster.metadata()
    const {topics: names, missing} = await selectTopics(words, metadata.topics)
    if (missing[0] !== undefined) throw missingTopic(missing[0], metadata.topics.map(topic => topic.name).sort())
    const topics = metadata.topics.filter(topic => names.includes(topic.name))
    const [facts, config] = await Promise.all([
      topicFacts(cluster, topics, metadata.brokers),
      cluster.any().then(connection => describeTopicConfig(connection, names)),
    ])
    return facts.map(topic => {
      const entries = config.get(topic.topic) ?? []
      return {...topic, config: entries.filter(entry => allConfig || entry.source !== 'default')}
    })
  } finally {
    cluster.close()
  }
}
