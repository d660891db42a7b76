import type {Isolation} from '../clients/kafka-wire/list-offsets.js'
import type {RecordTest} from './expression.js'
import type {RecordWriter} from './record-writer.js'
import type {StartPosition} from './start-position.js'

export interface TailRequest {
  /** Names and patterns. */
  readonly topics: readonly string[]
  readonly from: StartPosition
  /** Absent: follow until interrupted. */
  readonly until: StartPosition | undefined
  readonly partitions: readonly number[] | undefined
  /** End after so many records. */
  readonly count: number | undefined
  readonly isolation: Isolation
  readonly checkCrcs: boolean
  /** Wait for topics that aren't there, and for a broker that isn't. */
  readonly wait: boolean
  /** Begin where this group stands and commit what was shown; it is never joined. */
  readonly group: string | undefined
}

/** Where records and remarks go. */
export interface TailOutput {
  readonly writer: RecordWriter
  readonly accepts: RecordTest | undefined
  /** Resolves when the bytes are handed over, and their buffer is free. */
  readonly emit: (bytes: Uint8Array) => Promise<void>
  readonly note: (line: string) => void
}

export interface TailSummary {
  readonly shown: number
  readonly filteredOut: number
  readonly partitions: number
}
