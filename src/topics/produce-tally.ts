import type {PartitionReport, ProduceReport, RecordOutcome} from './produce-request.js'

const ERRORS_KEPT = 20

/** Keeps account of what became of the records. */
export class ProduceTally {
  private sent = 0
  private failed = 0
  private bytes = 0
  private readonly errors: {record: number; error: string}[] = []
  private readonly partitions = new Map<number, {sent: number; firstOffset: number; lastOffset: number}>()

  constructor(private readonly onOutcome: ((outcome: RecordOutcome) => void) | undefined) {}

  written(partition: number, baseOffset: number, numbers: readonly number[], bytes: number): void {
    this.sent += numbers.length
    this.bytes += bytes
    const known = this.partitions.get(partition) ?? {sent: 0, firstOffset: baseOffset, lastOffset: baseOffset}
    known.sent += numbers.length
    known.lastOffset = baseOffset + numbers.length - 1
    this.partitions.set(partition, known)
    if (!this.onOutcome) return
    for (const [index, record] of numbers.entries()) this.onOutcome({record, partition, offset: baseOffset + index})
  }

  refused(numbers: readonly number[], error: string): void {
    this.failed += numbers.length
    for (const record of numbers) {
      if (this.errors.length < ERRORS_KEPT) this.errors.push({record, error})
      this.onOutcome?.({record, error})
    }
  }

  report(topic: string, seconds: number): ProduceReport {
    const partitions: PartitionReport[] = [...this.partitions]
      .map(([partition, counts]) => ({partition, ...counts}))
      .sort((a, b) => a.partition - b.partition)
    return {topic, sent: this.sent, failed: this.failed, bytes: this.bytes, seconds, partitions, errors: this.errors}
  }
}
