import {AbortedTransactions} from '../clients/kafka-wire/aborted-transactions.js'
import {loadDecompressor, type Transform} from '../clients/kafka-wire/codecs.js'
import {crc32c} from '../clients/kafka-wire/crc32c.js'
import type {FetchedPartition} from '../clients/kafka-wire/fetch.js'
import {type Codec, type RecordBatch, recordBatches} from '../clients/kafka-wire/record-batch.js'
import {RecordCursor} from '../clients/kafka-wire/record-cursor.js'
import {reasonOf} from '../errors.js'
import {recordAt} from './record.js'
import type {TailOutput, TailRequest, TailSummary} from './tail-request.js'
import {partitionName, type TailedPartition} from './tailed-partition.js'

type Limits = Pick<TailRequest, 'count' | 'isolation' | 'checkCrcs'>
const MAGIC = 2
/** A packed answer of a few MiB may hold hundreds: so much is written out before the next batch is unpacked. */
const MOST_GATHERED_BYTES = 4 * 1024 * 1024

/** Turns fetched bytes into shown records: the hot path. It makes no object, no string and no copy for a record but its output. */
export class RecordShow {
  readonly summary: {-readonly [Key in keyof TailSummary]: TailSummary[Key]} = {shown: 0, filteredOut: 0, partitions: 0}
  private readonly cursor = new RecordCursor()
  private readonly decompressors = new Map<Codec | undefined, Transform>()

  constructor(
    private readonly output: TailOutput,
    private readonly limits: Limits,
  ) {}

  get isComplete(): boolean {
    return this.limits.count !== undefined && this.summary.shown >= this.limits.count
  }

  /** Hands the records of one partition to the writer, from its `nextOffset` on, and moves that on. */
  async show(fetched: FetchedPartition, frame: Buffer, partition: TailedPartition): Promise<void> {
    const aborted = new AbortedTransactions(this.limits.isolation === 'read_committed' ? fetched.aborted : [])
    this.output.writer.from(partition.topic, partition.partition)
    for (const batch of recordBatches(frame, fetched.recordsStart, fetched.recordsEnd)) {
      if (this.isComplete) return
      if (batch.lastOffset < partition.nextOffset) continue
      if (!aborted.hides(batch)) await this.showBatch(batch, partition)
      if (!this.isComplete) partition.nextOffset = Math.max(partition.nextOffset, batch.lastOffset + 1)
      if (this.output.writer.gathered() >= MOST_GATHERED_BYTES) await this.flush()
    }
  }

  /** Writes out what has been gathered. */
  async flush(): Promise<void> {
    const bytes = this.output.writer.take()
    if (bytes.length > 0) await this.output.emit(bytes)
  }

  /** A batch that cannot be read is told and left out: the rest of the topic is still worth reading. */
  private async showBatch(batch: RecordBatch, partition: TailedPartition): Promise<void> {
    try {
      this.checkBatch(batch)
      const unpack = this.decompressors.get(batch.codec) ?? (await this.loadDecompressor(batch.codec))
      const isPlain = batch.codec === 'none'
      const records = isPlain ? batch.bytes : unpack(batch.bytes.subarray(batch.recordsStart, batch.end))
      this.cursor.open(batch, records, isPlain ? batch.recordsStart : 0)
      this.showRecords(partition)
    } catch (error) {
      const range = `${batch.baseOffset} to ${batch.lastOffset}`
      this.output.note(
        `${partitionName(partition)}: records ${range} cannot be read and are left out: ${reasonOf(error)}`,
      )
    }
  }

  private showRecords(partition: TailedPartition): void {
    const {cursor, limits} = this
    const {writer, accepts} = this.output
    const most = limits.count ?? Number.POSITIVE_INFINITY
    const stop = partition.stopOffset ?? Number.POSITIVE_INFINITY
    while (cursor.next()) {
      // A batch comes whole, also when only its end was asked for.
      if (cursor.offset < partition.nextOffset) continue
      if (cursor.offset >= stop) return
      partition.nextOffset = cursor.offset + 1
      if (accepts !== undefined && !accepts(recordAt(cursor, partition.topic, partition.partition))) {
        this.summary.filteredOut++
        continue
      }
      writer.add(cursor)
      if (++this.summary.shown >= most) return
    }
  }

  private checkBatch(batch: RecordBatch): void {
    if (batch.magic !== MAGIC) throw new RangeError(`written in the format of Kafka before 0.11 (magic ${batch.magic})`)
    if (this.limits.checkCrcs && crc32c(batch.bytes, batch.checkedFrom, batch.end) !== batch.crc)
      throw new RangeError('the checksum is wrong')
  }

  private async loadDecompressor(codec: Codec | undefined): Promise<Transform> {
    const unpack = await loadDecompressor(codec)
    this.decompressors.set(codec, unpack)
    return unpack
  }
}
