import type {Cluster} from '../clients/kafka-wire/cluster.js'
import {findPartitions} from './find-partitions.js'
import type {TopicRecord} from './record.js'
import {shapedWriter} from './record-writer.js'
import {tailTopics} from './tail.js'

/** The last records of a topic, oldest first; undefined where there is no such topic. */
export async function lastRecords(cluster: Cluster, topic: string, count: number): Promise<TopicRecord[] | undefined> {
  const {missing} = await findPartitions(cluster, [topic], undefined)
  if (missing.length > 0) return undefined
  const records: TopicRecord[] = []
  const request = {
    topics: [topic],
    from: {kind: 'last', count},
    until: {kind: 'end'},
    partitions: undefined,
    count: undefined,
    isolation: 'read_committed',
    checkCrcs: false,
    wait: false,
    group: undefined,
  } as const
  const output = {
    writer: shapedWriter(record => records.push(copied(record))),
    accepts: undefined,
    emit: async () => undefined,
    note: () => undefined,
  }
  await tailTopics(cluster, request, output, new AbortController().signal)
  return records.sort((a, b) => a.timestampMs - b.timestampMs).slice(-count)
}

/** The fetched bytes are used again for the next fetch. */
function copied(record: TopicRecord): TopicRecord {
  const copy = (bytes: Buffer | null) => (bytes === null ? null : Buffer.from(bytes))
  return {...record, key: copy(record.key), value: copy(record.value), headers: []}
}
