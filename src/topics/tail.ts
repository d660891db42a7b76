import {setTimeout as pause} from 'node:timers/promises'
import type {Cluster} from '../clients/kafka-wire/cluster.js'
import {GroupProgress} from './group-progress.js'
import {isPassingFailure, LossReport} from './loss-report.js'
import {PartitionSet} from './partition-set.js'
import {type Round, readRound} from './read-round.js'
import type {Reading} from './reading.js'
import {RecordShow} from './show-records.js'
import type {TailOutput, TailRequest, TailSummary} from './tail-request.js'

const LOOK_AGAIN_MS = 5_000
const LOOK_FOR_MISSING_MS = 500

/**
 * Shows the records of topics until they end, enough are shown, or the signal says stop. Look at the cluster, read until something changes,
 * look again: partitions that are added, leaders that move and brokers that die all take this one way.
 */
export async function tailTopics(
  cluster: Cluster,
  request: TailRequest,
  output: TailOutput,
  signal: AbortSignal,
): Promise<TailSummary> {
  const partitions = new PartitionSet(cluster, request, output.note)
  const group = request.group === undefined ? undefined : new GroupProgress(cluster, request.group)
  const committed = committing(output, partitions, group)
  const show = new RecordShow(committed, request)
  const reading: Reading = {cluster, partitions, show, group, output: committed, request}
  const losses = new LossReport(output.note)
  signal.addEventListener('abort', () => cluster.close(), {once: true})
  while (!signal.aborted) {
    try {
      await partitions.look(losses.isLost)
      losses.isBack(partitions.followed)
      if ((await readOn(reading, signal)) === 'finished') break
    } catch (error) {
      if (signal.aborted) break
      if (!isPassingFailure(error) || !(partitions.hasLooked || request.wait)) throw error
      await losses.pauseAfter(error, signal)
    }
  }
  await group?.commit(partitions.followed)
  cluster.close()
  return {...show.summary, partitions: partitions.followed.length}
}

async function readOn(reading: Reading, signal: AbortSignal): Promise<'finished' | 'look-again'> {
  const {partitions} = reading
  if (partitions.isEmpty) {
    await pause(LOOK_FOR_MISSING_MS, undefined, {signal})
    return 'look-again'
  }
  if (!partitions.hasBegun) await begin(reading)
  partitions.hasBegun = true
  return readUntilChange(reading)
}

/** What comes before the stream: the group's own place, or the last records of several partitions in order. */
async function begin(reading: Reading): Promise<void> {
  const {request, partitions, group} = reading
  if (group) await group.begin(partitions.followed)
  if (request.from.kind !== 'last' || group || partitions.isSinglePartitioned) return
  const {showLastMerged} = await import('./last-merged.js')
  await showLastMerged(reading, request.from.count)
}

/** What was written out is committed, now and then, and at the end. */
function committing(output: TailOutput, partitions: PartitionSet, group: GroupProgress | undefined): TailOutput {
  if (!group) return output
  return {
    ...output,
    async emit(bytes) {
      await output.emit(bytes)
      await group.commitNowAndThen(partitions.followed)
    },
  }
}

async function readUntilChange({
  cluster,
  partitions,
  show,
  output,
  request,
}: Reading): Promise<'finished' | 'look-again'> {
  const {isolation} = request
  const round: Round = {cluster, partitions: partitions.followed, isolation, show, note: output.note, over: false}
  const stopWatching = new AbortController()
  if (request.until === undefined) void watchForChange(round, partitions, stopWatching.signal)
  try {
    return await readRound(round)
  } finally {
    stopWatching.abort()
  }
}

/** Ends the round when partitions or topics have come or gone. A cluster that doesn't answer is the readers' business. */
async function watchForChange(round: Round, partitions: PartitionSet, signal: AbortSignal): Promise<void> {
  while (!round.over && !signal.aborted) {
    const afterMs = partitions.hasMissing ? LOOK_FOR_MISSING_MS : LOOK_AGAIN_MS
    await pause(afterMs, undefined, {signal}).catch(() => undefined)
    if (signal.aborted) return
    round.over ||= await partitions.hasChanged().catch(() => false)
  }
}
