import type {ConnectorConfig} from '../clients/connect.js'
import type {Cluster} from '../clients/kafka-wire/cluster.js'
import {unwrapEnvelope} from '../topics/envelope.js'
import {parseJson} from '../topics/formats.js'
import {lastRecords} from '../topics/last-records.js'
import type {TopicRecord} from '../topics/record.js'
import {shapeOf} from '../topics/record-shape.js'
import {listOf} from './connector-database.js'
import type {TopicFacts} from './diagnosis/known-failure.js'

const LOOKED_AT = 5
const LONGEST_SAMPLE = 300

/** What really is in the topics that a sink reads. One odd record among good ones is what matters, so the oddest is told. */
export async function examineTopics(cluster: Cluster, config: ConnectorConfig): Promise<TopicFacts[]> {
  const topics = listOf(config.topics)
  try {
    return await inTurn(topics, async topic => topicFacts(topic, await lastRecords(cluster, topic, LOOKED_AT)))
  } finally {
    cluster.close()
  }
}

async function inTurn<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = []
  for (const item of items) results.push(await work(item))
  return results
}

export function topicFacts(topic: string, records: readonly TopicRecord[] | undefined): TopicFacts {
  const odd = records?.find(({value}) => value !== null && shapeOf(value) !== 'envelope')
  const shown = odd ?? records?.at(-1)
  if (shown === undefined)
    return {topic, exists: records !== undefined, key: undefined, value: undefined, sample: undefined, fields: []}
  const oddKey = records?.map(({key}) => shapeOf(key)).find(shape => shape !== 'nothing' && shape !== 'envelope')
  return {
    topic,
    exists: true,
    key: oddKey ?? shapeOf(shown.key),
    value: shapeOf(shown.value),
    sample: shown.value === null ? undefined : shown.value.toString('utf8').slice(0, LONGEST_SAMPLE),
    fields: fieldsOf(shown.value),
  }
}

function fieldsOf(value: Buffer | null): string[] {
  const payload = value === null ? null : unwrapEnvelope(value)
  const parsed = payload === null ? undefined : parseJson(payload.toString('utf8'))
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) return []
  return Object.keys(parsed)
}
