import {setTimeout as pause} from 'node:timers/promises'
import type {Cluster} from '../clients/kafka-wire/cluster.js'
import {MsaError} from '../errors.js'
import {missingTopicError} from './find-partitions.js'
import type {OutgoingRecord, ProduceOptions, ProduceReport, RecordOutcome} from './produce-request.js'
import {ProduceTally} from './produce-tally.js'
import {checkTopicName} from './topic-name.js'
import {leadersOf, TopicProducer} from './topic-producer.js'

/** Groups of records as they come in: what stands in one group is sent together where it fits. */
export type RecordSource = AsyncIterable<Iterable<OutgoingRecord>>

/** Writes all records of the source. Those that the broker refuses are in the report; the others are written all the same. */
export async function produceRecords(
  cluster: Cluster,
  options: ProduceOptions,
  source: RecordSource,
  onOutcome?: (outcome: RecordOutcome) => void,
): Promise<ProduceReport> {
  const startedMs = performance.now()
  const tally = new ProduceTally(onOutcome)
  const report = () => tally.report(options.topic, (performance.now() - startedMs) / 1_000)
  try {
    const leaders = await leadersOf(cluster, checkTopicName(options.topic))
    if (leaders.size === 0) throw await missingTopicError(cluster, [options.topic])
    const producer = await TopicProducer.open(cluster, options, tally, leaders)
    try {
      await sendAll(producer, options, source)
    } finally {
      // Records that came before a bad one are written, and nothing is left half-way.
      await producer.finish()
    }
    return report()
  } catch (error) {
    throw withProgress(error, report())
  } finally {
    cluster.close()
  }
}

async function sendAll(producer: TopicProducer, options: ProduceOptions, source: RecordSource): Promise<void> {
  const startedMs = performance.now()
  const groups = source[Symbol.asyncIterator]()
  let number = 0
  for (;;) {
    const {done, value: group} = await whenIdle(groups.next(), () => producer.flush())
    if (done) return
    for (const record of group) {
      checkPartition(options.topic, record, producer.partitionCount)
      if (producer.add(record, ++number, Date.now())) await producer.sendFull()
      if (options.rate !== undefined) await keepPace(producer, startedMs + (number / options.rate) * 1_000)
    }
  }
}

/** What a person types, or a slow program prints, goes out at once; a file fills whole batches. */
const LINGER_MS = 5

async function whenIdle<T>(waiting: Promise<T>, flush: () => Promise<void>): Promise<T> {
  const arrived = new AbortController()
  const idle = pause(LINGER_MS, 'idle' as const, {signal: arrived.signal}).catch(() => undefined)
  const first = await Promise.race([waiting.finally(() => arrived.abort()), idle])
  if (first === 'idle') await flush()
  return waiting
}

/** Timers are no finer than this; at a high rate several records go out together. */
const TICK_MS = 10

async function keepPace(producer: TopicProducer, dueMs: number): Promise<void> {
  const aheadMs = dueMs - performance.now()
  if (aheadMs < TICK_MS) return
  await producer.flush()
  await pause(aheadMs)
}

export function checkPartition(topic: string, {partition}: OutgoingRecord, count: number): void {
  if (partition !== undefined && partition >= count) throw noPartition(topic, partition, count)
}

function noPartition(topic: string, partition: number, count: number): MsaError {
  return new MsaError('E_INPUT', `${topic} has no partition ${partition}`, {
    details: [count === 1 ? 'It has one partition, 0' : `It has the partitions 0 to ${count - 1}`],
    tryThis: ['--partition 0', `msa topic describe ${topic}`],
  })
}

function withProgress(error: unknown, {sent, failed}: ProduceReport): unknown {
  if (!(error instanceof MsaError) || sent + failed === 0) return error
  const [first = 'Run the command again', ...rest] = error.suggestions
  const unsure = failed > 0 ? `; ${failed} may be written or not` : ''
  const details = [...error.details, `${sent} ${sent === 1 ? 'record is' : 'records are'} written${unsure}`]
  return new MsaError(error.code, error.message, {tryThis: [first, ...rest], details, cause: error})
}
