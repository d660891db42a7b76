import type {Cluster} from '../clients/kafka-wire/cluster.js'
import {describeKafkaCode, isPassing} from '../clients/kafka-wire/error-codes.js'
import {
  AT_BEGINNING,
  AT_END,
  type Isolation,
  listOffsets,
  type OffsetAnswer,
} from '../clients/kafka-wire/list-offsets.js'
import {MsaError} from '../errors.js'
import type {FoundPartition} from './find-partitions.js'
import type {Bounds} from './start-offsets.js'
import {partitionName} from './tailed-partition.js'

export type BoundsOf = (partition: {readonly topic: string; readonly partition: number}) => Bounds

/** What each partition holds, asked of the brokers that lead them, all at the same time. */
export async function resolveBounds(
  cluster: Cluster,
  partitions: readonly FoundPartition[],
  isolation: Isolation,
  timestampMs?: number,
): Promise<BoundsOf> {
  const [beginnings, ends, times] = await Promise.all([
    offsetsAt(cluster, partitions, AT_BEGINNING, isolation),
    offsetsAt(cluster, partitions, AT_END, isolation),
    timestampMs === undefined ? new Map<string, number>() : offsetsAt(cluster, partitions, timestampMs, isolation),
  ])
  return partition => {
    const name = partitionName(partition)
    return {beginning: beginnings.get(name) ?? 0, end: ends.get(name) ?? 0, at: times.get(name)}
  }
}

export async function offsetsAt(
  cluster: Cluster,
  partitions: readonly FoundPartition[],
  timestampMs: number,
  isolation: Isolation,
): Promise<Map<string, number>> {
  const leaders = [...new Set(partitions.map(partition => partition.leader))]
  const answers = await Promise.all(
    leaders.map(async leader => {
      const led = partitions.filter(partition => partition.leader === leader)
      return listOffsets(await cluster.broker(leader), led, timestampMs, isolation)
    }),
  )
  return new Map(answers.flat().map(answer => [partitionName(answer), offsetOf(answer)]))
}

function offsetOf(answer: OffsetAnswer): number {
  if (answer.errorCode === 0) return answer.offset
  throw new MsaError(
    isPassing(answer.errorCode) ? 'E_NOT_REACHABLE' : 'E_FAILED',
    `cannot read ${partitionName(answer)}`,
    {
      details: [describeKafkaCode(answer.errorCode)],
      tryThis: [`msa topic describe ${answer.topic}`, 'msa status'],
    },
  )
}
