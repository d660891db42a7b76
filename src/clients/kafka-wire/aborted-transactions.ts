import type {AbortedTransaction} from './fetch.js'
import type {RecordBatch} from './record-batch.js'

/** Key of a control record: int16 version, int16 type. */
const ABORT = 0

/**
 * Tells which batches of one fetched partition belong to transactions that were aborted. The broker only names producer and first
 * offset; where each ends stands in the log itself, as a control batch.
 */
export class AbortedTransactions {
  private readonly ahead: AbortedTransaction[]
  private readonly producers = new Set<number>()

  constructor(aborted: readonly AbortedTransaction[]) {
    this.ahead = [...aborted].sort((a, b) => a.firstOffset - b.firstOffset)
  }

  /** Asked once a batch, in their order: is it to be left out? Control batches always are. */
  hides(batch: RecordBatch): boolean {
    for (let next = this.ahead[0]; next && next.firstOffset <= batch.lastOffset; next = this.ahead[0]) {
      this.producers.add(next.producerId)
      this.ahead.shift()
    }
    if (batch.isControl) {
      if (isAbortMarker(batch)) this.producers.delete(batch.producerId)
      return true
    }
    return batch.isTransactional && this.producers.has(batch.producerId)
  }
}

/** Control batches hold one small record and are never compressed: five one-byte fields, then the key. */
function isAbortMarker(batch: RecordBatch): boolean {
  const keyAt = batch.recordsStart + 5
  return batch.bytes.readInt16BE(keyAt + 2) === ABORT
}
