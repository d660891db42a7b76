import type {Cluster} from '../clients/kafka-wire/cluster.js'
import {partitionOfKey} from '../clients/kafka-wire/partitioner.js'
import {missingTopicError} from './find-partitions.js'
import {checkPartition, type RecordSource} from './produce.js'
import {checkTopicName} from './topic-name.js'
import {leadersOf} from './topic-producer.js'

export interface ProducePlan {
  readonly topic: string
  readonly dryRun: true
  readonly records: number
  /** Keys and values together, before they are packed. */
  readonly bytes: number
  readonly partitions: readonly {readonly partition: number; readonly records: number}[]
  /** Records without a key and a partition, which go wherever there is room. */
  readonly anywhere: number
}

/** Reads and checks all records as if they were written, and says where they would go. */
export async function planProduce(cluster: Cluster, name: string, source: RecordSource): Promise<ProducePlan> {
  try {
    const topic = checkTopicName(name)
    const {size} = await leadersOf(cluster, topic)
    if (size === 0) throw await missingTopicError(cluster, [topic])
    return {topic, dryRun: true, ...(await countRecords(topic, source, size))}
  } finally {
    cluster.close()
  }
}

/** Apart from the broker: which partition each record is for. */
export async function countRecords(
  topic: string,
  source: RecordSource,
  partitionCount: number,
): Promise<Omit<ProducePlan, 'topic' | 'dryRun'>> {
  const counts = new Map<number, number>()
  let [records, bytes, anywhere] = [0, 0, 0]
  for await (const group of source) {
    for (const record of group) {
      checkPartition(topic, record, partitionCount)
      const {key, value} = record
      records++
      bytes += (key?.length ?? 0) + (value?.length ?? 0)
      const partition = record.partition ?? (key === null ? undefined : partitionOfKey(key, partitionCount))
      if (partition === undefined) anywhere++
      else counts.set(partition, (counts.get(partition) ?? 0) + 1)
    }
  }
  const sorted = [...counts].sort(([a], [b]) => a - b)
  return {records, bytes, anywhere, partitions: sorted.map(([partition, count]) => ({partition, records: count}))}
}
