import {setTimeout as pause} from 'node:timers/promises'
import {BatchBuilder} from '../clients/kafka-wire/batch-builder.js'
import type {Cluster} from '../clients/kafka-wire/cluster.js'
import {loadCompressor, type Transform} from '../clients/kafka-wire/codecs.js'
import {describeKafkaCode, isPassing, KafkaCode} from '../clients/kafka-wire/error-codes.js'
import {partitionOfKey} from '../clients/kafka-wire/partitioner.js'
import {type ProduceAnswer, produceBatch} from '../clients/kafka-wire/produce.js'
import {findPartitions} from './find-partitions.js'
import type {OutgoingRecord, ProduceOptions} from './produce-request.js'
import type {ProduceTally} from './produce-tally.js'
import {splitBatch} from './split-batch.js'

/** Half of what a topic takes by default in one batch (`max.message.bytes`, 1 MiB). */
const BATCH_BYTES = 512 * 1024
const BATCHES_UNDERWAY = 4
const RETRY_FOR_MS = 15_000
const RETRY_EVERY_MS = 100

interface Filling {
  readonly builder: BatchBuilder
  numbers: number[]
}

interface Underway {
  readonly partition: number
  readonly bytes: Buffer
  readonly numbers: readonly number[]
}

/** Writes records to one topic. Each partition has a lane of its own, in which batches follow one another: order is kept, also when one is sent again. */
export class TopicProducer {
  private readonly filling = new Map<number, Filling>()
  private readonly lanes = new Map<number, Promise<void>>()
  private underway = 0
  private sticky = 0
  private failure: unknown

  private constructor(
    private readonly cluster: Cluster,
    private readonly options: ProduceOptions,
    private readonly tally: ProduceTally,
    private readonly compress: Transform,
    private leaders: ReadonlyMap<number, number>,
  ) {}

  static async open(
    cluster: Cluster,
    options: ProduceOptions,
    tally: ProduceTally,
    leaders: ReadonlyMap<number, number>,
  ) {
    return new TopicProducer(cluster, options, tally, await loadCompressor(options.codec), leaders)
  }

  /** Takes a record in. True when a batch is full: then `sendFull` is due. */
  add(record: OutgoingRecord, number: number, nowMs: number): boolean {
    const partition = this.partitionOf(record)
    const filling = this.fillingOf(partition)
    filling.builder.add(record.key, record.value, record.headers, record.timestampMs ?? nowMs)
    filling.numbers.push(number)
    return filling.builder.size >= BATCH_BYTES
  }

  async sendFull(): Promise<void> {
    for (const [partition, {builder}] of this.filling) if (builder.size >= BATCH_BYTES) await this.send(partition)
  }

  /** Sends what has come in so far, full or not. */
  async flush(): Promise<void> {
    for (const partition of this.filling.keys()) await this.send(partition)
  }

  /** Until every answer is there. Throws when a broker was lost on the way. */
  async finish(): Promise<void> {
    await this.flush()
    await Promise.all(this.lanes.values())
    if (this.failure !== undefined) throw this.failure
  }

  get partitionCount(): number {
    return this.leaders.size
  }

  private partitionOf({partition, key}: OutgoingRecord): number {
    if (partition !== undefined) return partition
    return key === null ? this.sticky : partitionOfKey(key, this.partitionCount)
  }

  private fillingOf(partition: number): Filling {
    let filling = this.filling.get(partition)
    if (!filling) {
      filling = {builder: new BatchBuilder(), numbers: []}
      this.filling.set(partition, filling)
    }
    return filling
  }

  private async send(partition: number): Promise<void> {
    const {builder, numbers} = this.fillingOf(partition)
    if (builder.count === 0) return
    const bytes = Buffer.from(builder.finish(this.options.codec, this.compress))
    this.fillingOf(partition).numbers = []
    // Records without a key fill one batch after the other, a partition each, as Java's producer does.
    if (partition === this.sticky) this.sticky = (this.sticky + 1) % this.partitionCount
    const before = this.lanes.get(partition) ?? Promise.resolve()
    this.underway++
    const sent = before.then(() => this.deliver({partition, bytes, numbers})).finally(() => this.underway--)
    this.lanes.set(partition, sent)
    if (this.underway >= BATCHES_UNDERWAY) await Promise.race(this.lanes.values())
    if (this.failure !== undefined) throw this.failure
  }

  private async deliver(batch: Underway): Promise<void> {
    if (this.failure !== undefined) return this.tally.refused(batch.numbers, 'not sent')
    try {
      await this.settle(batch, await this.ask(batch))
    } catch (error) {
      this.failure ??= error
      this.tally.refused(batch.numbers, 'no answer: it may have been written, or not')
    }
  }

  /** Asks again while the partition has no leader or another one. */
  private async ask({partition, bytes}: Underway): Promise<ProduceAnswer> {
    const {topic, acks} = this.options
    for (const deadlineMs = performance.now() + RETRY_FOR_MS; ; ) {
      const connection = await this.cluster.broker(this.leaders.get(partition) ?? -1)
      const answer = await produceBatch(connection, {topic, partition, batch: bytes}, acks)
      if (!isPassing(answer.errorCode) || performance.now() > deadlineMs) return answer
      await pause(RETRY_EVERY_MS)
      this.leaders = await leadersOf(this.cluster, topic)
    }
  }

  private async settle(batch: Underway, answer: ProduceAnswer): Promise<void> {
    if (answer.errorCode === KafkaCode.none) {
      this.tally.written(batch.partition, answer.baseOffset, batch.numbers, batch.bytes.length)
      return
    }
    if (batch.numbers.length > 1 && MAY_BE_ONE_RECORD.has(answer.errorCode)) return this.deliverHalves(batch)
    const words = answer.recordErrors[0]?.message ?? answer.message
    const code = describeKafkaCode(answer.errorCode)
    this.tally.refused(batch.numbers, words === undefined ? code : `${words} (${code})`)
  }

  private async deliverHalves({partition, bytes, numbers}: Underway): Promise<void> {
    const [first, second] = await splitBatch(bytes, this.options.codec, this.compress)
    const middle = Math.ceil(numbers.length / 2)
    await this.deliver({partition, bytes: first, numbers: numbers.slice(0, middle)})
    await this.deliver({partition, bytes: second, numbers: numbers.slice(middle)})
  }
}

const MAY_BE_ONE_RECORD = new Set<number>([KafkaCode.messageTooLarge, KafkaCode.invalidRecord])

/** Which broker leads each partition. */
export async function leadersOf(cluster: Cluster, topic: string): Promise<Map<number, number>> {
  const {partitions} = await findPartitions(cluster, [topic], undefined)
  return new Map(partitions.map(({partition, leader}) => [partition, leader]))
}
