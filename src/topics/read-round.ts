import type {Cluster} from '../clients/kafka-wire/cluster.js'
import {describeKafkaCode, isPassing, KafkaCode} from '../clients/kafka-wire/error-codes.js'
import type {FetchedPartition, FetchLimits} from '../clients/kafka-wire/fetch.js'
import {fetchAhead} from '../clients/kafka-wire/fetch-ahead.js'
import type {Isolation} from '../clients/kafka-wire/list-offsets.js'
import {MsaError} from '../errors.js'
import {resolveBounds} from './resolve-offsets.js'
import type {RecordShow} from './show-records.js'
import type {TailOutput} from './tail-request.js'
import {isFinished, partitionName, type TailedPartition} from './tailed-partition.js'

const MiB = 1024 * 1024
/** One MiB a partition is Kafka's own habit; larger frames are no faster and cost memory. */
const SIZES = {maxWaitMs: 500, maxBytes: 8 * MiB, maxBytesPerPartition: MiB}

export interface Round {
  readonly cluster: Cluster
  readonly partitions: readonly TailedPartition[]
  readonly isolation: Isolation
  readonly show: RecordShow
  readonly note: TailOutput['note']
  /** Set to true, the round ends with the next answer (at the latest after `maxWaitMs`). */
  over: boolean
}

/** Reads all partitions, each from its leader, until they are finished, enough is shown, or the cluster has to be looked at again. */
export async function readRound(round: Round): Promise<'finished' | 'look-again'> {
  const unfinished = round.partitions.filter(partition => !isFinished(partition))
  const leaders = [...new Set(unfinished.map(partition => partition.leader))]
  const inTurn = oneAtATime()
  const reading = leaders.map(leader =>
    readFromBroker(
      round,
      leader,
      unfinished.filter(partition => partition.leader === leader),
      inTurn,
    ),
  )
  const ends = await Promise.allSettled(reading)
  const failure = ends.find(end => end.status === 'rejected')
  if (failure) throw failure.reason
  return round.show.isComplete || round.partitions.every(isFinished) ? 'finished' : 'look-again'
}

async function readFromBroker(
  round: Round,
  leader: number,
  partitions: readonly TailedPartition[],
  inTurn: InTurn,
): Promise<void> {
  const connection = await round.cluster.broker(leader)
  const limits: FetchLimits = {...SIZES, isolation: round.isolation}
  const positions = partitions.map(({topic, partition, nextOffset, stopOffset}) => {
    return {topic, partition, offset: nextOffset, stopOffset}
  })
  try {
    for await (const {partitions: fetched, frame} of fetchAhead(connection, positions, limits)) {
      await inTurn(() => showAnswer(round, partitions, fetched, frame))
      const failed = fetched.filter(partition => partition.errorCode !== 0)
      for (const partition of failed) await recover(round, partition, partitions)
      round.over ||= round.show.isComplete || failed.length > 0
      if (round.over) return
    }
  } catch (error) {
    round.over = true
    throw error
  }
}

/** One write an answer, however many records it has, unless they are very many. */
async function showAnswer(
  round: Round,
  partitions: readonly TailedPartition[],
  fetched: readonly FetchedPartition[],
  frame: Buffer,
): Promise<void> {
  for (const answer of fetched) {
    const partition = partitions.find(of => of.partition === answer.partition && of.topic === answer.topic)
    if (partition && answer.recordsEnd > answer.recordsStart) await round.show.show(answer, frame, partition)
  }
  await round.show.flush()
}

/** States that pass need only a new look at the cluster; an offset that is gone needs a new one; the rest is an error. */
async function recover(round: Round, failed: FetchedPartition, partitions: readonly TailedPartition[]): Promise<void> {
  const partition = partitions.find(of => of.partition === failed.partition && of.topic === failed.topic)
  if (partition && failed.errorCode === KafkaCode.offsetOutOfRange) return skipLostRecords(round, partition)
  if (isPassing(failed.errorCode) || failed.errorCode === KafkaCode.unknownTopicOrPartition) return
  throw new MsaError('E_FAILED', `cannot read ${partitionName(failed)}`, {
    details: [describeKafkaCode(failed.errorCode)],
    tryThis: [`msa topic describe ${failed.topic}`, 'msa logs kafka --tail 20'],
  })
}

async function skipLostRecords(round: Round, partition: TailedPartition): Promise<void> {
  const {beginning, end} = (await resolveBounds(round.cluster, [partition], round.isolation))(partition)
  const name = partitionName(partition)
  round.note(
    partition.nextOffset < beginning
      ? `${name}: records ${partition.nextOffset} to ${beginning - 1} are no longer kept (retention); going on at ${beginning}`
      : `${name}: offset ${partition.nextOffset} is beyond the end (${end}): the topic was emptied or made anew; going on at ${beginning}`,
  )
  partition.nextOffset = beginning
}

type InTurn = (work: () => Promise<void>) => Promise<void>

/** Several brokers answer, one writer writes. */
function oneAtATime(): InTurn {
  let last: Promise<void> = Promise.resolve()
  return work => {
    last = last.then(work)
    return last
  }
}
