import type {Cluster} from '../clients/kafka-wire/cluster.js'
import {isInternal, isPattern, missingTopic, selectTopics} from './select-topics.js'
import {type TopicFacts, topicFacts} from './topic-facts.js'

/** All topics, or those that the words name; Kafka's internal ones only when asked for. */
export async function listTopics(
  cluster: Cluster,
  words: readonly string[],
  internalToo: boolean,
): Promise<TopicFacts[]> {
  try {
    const metadata = await cluster.metadata()
    const chosen = words.length === 0 ? undefined : await selectTopics(words, metadata.topics)
    const absent = chosen?.missing.find(word => !isPattern(word))
    if (absent !== undefined) throw missingTopic(absent, metadata.topics.map(topic => topic.name).sort())
    const topics = metadata.topics.filter(topic =>
      chosen ? chosen.topics.includes(topic.name) : internalToo || !isInternal(topic),
    )
    const sorted = topics.sort((a, b) => (a.name < b.name ? -1 : 1))
    return await topicFacts(cluster, sorted, metadata.brokers)
  } finally {
    cluster.close()
  }
}
