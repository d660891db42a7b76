import type {Cluster} from '../clients/kafka-wire/cluster.js'
import {MsaError} from '../errors.js'
import {type Found, type FoundPartition, findPartitions, missingTopicError} from './find-partitions.js'
import {type BoundsOf, resolveBounds} from './resolve-offsets.js'
import {decideStart, decideStop} from './start-offsets.js'
import type {StartPosition} from './start-position.js'
import type {TailRequest} from './tail-request.js'
import {partitionName, type TailedPartition} from './tailed-partition.js'

const METADATA_PATIENCE_MS = 10_000

/** The partitions that are followed, kept in step with the cluster. */
export class PartitionSet {
  readonly followed: TailedPartition[] = []
  hasLooked = false
  /** Whether reading has begun, and positions are no longer open to choice. */
  hasBegun = false
  hasMissing = false
  private unknownSinceMs: number | undefined

  constructor(
    private readonly cluster: Cluster,
    private readonly request: TailRequest,
    private readonly note: (line: string) => void,
  ) {}

  get isEmpty(): boolean {
    return this.followed.length === 0
  }

  /** True where every topic has but one partition, and the order of its records is the order of time. */
  get isSinglePartitioned(): boolean {
    return new Set(this.followed.map(partition => partition.topic)).size === this.followed.length
  }

  /** Takes in what has come, lets go what has gone, notes who leads. What comes later is read from its beginning: all of it is news. */
  async look(isAfterLoss = false): Promise<void> {
    const {cluster, request} = this
    const found = await findPartitions(cluster, request.topics, request.partitions)
    if (found.missing.length > 0 && !request.wait && !this.hasLooked)
      throw await missingTopicError(cluster, found.missing)
    this.hasMissing = found.missing.length > 0
    if (isAfterLoss) this.waitForMetadata(found)
    this.dropDeleted(found)
    const fresh = found.partitions.filter(partition => !this.follows(partition))
    for (const partition of await this.started(fresh)) this.followed.push(partition)
    for (const {leader, ...partition} of found.partitions) {
      const known = this.followed.find(of => partitionName(of) === partitionName(partition))
      if (known) known.leader = leader
    }
    this.tellStart(fresh.length, found)
    this.hasLooked = true
  }

  async hasChanged(): Promise<boolean> {
    const found = await findPartitions(this.cluster, this.request.topics, this.request.partitions)
    return (
      found.partitions.length !== this.followed.length || found.partitions.some(partition => !this.follows(partition))
    )
  }

  private follows(partition: FoundPartition): boolean {
    return this.followed.some(known => known.topic === partition.topic && known.partition === partition.partition)
  }

  private async started(fresh: readonly FoundPartition[]): Promise<TailedPartition[]> {
    if (fresh.length === 0) return []
    const from: StartPosition = this.hasLooked ? {kind: 'beginning'} : this.request.from
    const {until, isolation} = this.request
    const timestampMs = from.kind === 'time' ? from.timestampMs : undefined
    const bounds = await resolveBounds(this.cluster, fresh, isolation, timestampMs)
    const stops =
      until?.kind === 'time' ? await resolveBounds(this.cluster, fresh, isolation, until.timestampMs) : bounds
    if (from.kind === 'offset') rejectBeyondEnd(from.offset, fresh, bounds)
    return fresh.map(partition => {
      const start = decideStart(from, bounds(partition))
      if (start.note !== undefined) this.note(`${partitionName(partition)}: ${start.note}`)
      return {...partition, nextOffset: start.offset, stopOffset: decideStop(until, stops(partition))}
    })
  }

  /** A broker that has just started knows no topics until its controller has told it: for a while that is no deletion. */
  private waitForMetadata({partitions}: Found): void {
    const isKnown = this.followed.every(({topic}) => partitions.some(partition => partition.topic === topic))
    if (isKnown) {
      this.unknownSinceMs = undefined
      return
    }
    this.unknownSinceMs ??= performance.now()
    if (performance.now() - this.unknownSinceMs > METADATA_PATIENCE_MS) return
    throw new MsaError('E_NOT_REACHABLE', 'the broker is back, but does not know its topics yet', {
      tryThis: ['See what it does: msa logs kafka'],
    })
  }

  private dropDeleted(found: Found): void {
    const topics = new Set(found.partitions.map(partition => partition.topic))
    const gone = new Set(this.followed.map(partition => partition.topic).filter(topic => !topics.has(topic)))
    for (const topic of gone) this.note(`topic ${topic} was deleted`)
    const kept = this.followed.filter(partition => topics.has(partition.topic))
    this.followed.splice(0, this.followed.length, ...kept)
    if (gone.size === 0 || kept.length > 0 || topics.size > 0 || this.request.wait) return
    throw new MsaError('E_FAILED', `${[...gone].join(', ')} was deleted: there is nothing left to follow`, {
      tryThis: [`Go on when it is there again: msa topic tail ${[...gone].join(' ')} --wait`],
    })
  }

  private tellStart(freshCount: number, {partitions, missing}: Found): void {
    if (this.hasLooked && freshCount > 0)
      this.note(`${freshCount} new partition${freshCount === 1 ? '' : 's'} followed`)
    if (this.hasLooked) return
    if (missing.length > 0) this.note(`waiting for ${missing.join(', ')}`)
    if (this.request.from.kind !== 'end' || this.request.until !== undefined || partitions.length === 0) return
    const topics = [...new Set(partitions.map(partition => partition.topic))].join(', ')
    const count = partitions.length === 1 ? '1 partition' : `${partitions.length} partitions`
    this.note(`following ${topics} (${count}) from the end; --from -10 shows the last ten, --from beginning all`)
  }
}

/** Where one partition is shorter than asked it is clamped; where all are, the offset is a mistake. */
function rejectBeyondEnd(offset: number, partitions: readonly FoundPartition[], bounds: BoundsOf): void {
  if (partitions.some(partition => bounds(partition).end >= offset)) return
  const held = partitions.map(partition => {
    const {beginning, end} = bounds(partition)
    return `${partitionName(partition)} holds ${beginning === end ? 'nothing' : `${beginning} to ${end - 1}`}`
  })
  throw new MsaError('E_INPUT', `--from ${offset} is beyond the end`, {
    details: held.slice(0, 10),
    tryThis: ['The last ten records: --from -10', 'What comes from now on: --from end'],
  })
}
