import type {HeaderPair} from '../clients/kafka-wire/batch-builder.js'
import type {PRODUCER_CODECS} from '../clients/kafka-wire/codecs.js'
import type {Acks} from '../clients/kafka-wire/produce.js'

/** One record to be written. */
export interface OutgoingRecord {
  readonly key: Uint8Array | null
  /** Null is a tombstone. */
  readonly value: Uint8Array | null
  readonly headers: readonly HeaderPair[]
  /** Undefined: by the key, or wherever there is room. */
  readonly partition: number | undefined
  readonly timestampMs: number | undefined
}

export interface ProduceOptions {
  readonly topic: string
  readonly codec: (typeof PRODUCER_CODECS)[number]
  readonly acks: Acks
  /** Records a second; undefined: as fast as it goes. */
  readonly rate: number | undefined
}

/** What became of one record, counted from 1 in the order of the input. */
export type RecordOutcome =
  | {readonly record: number; readonly partition: number; readonly offset: number}
  | {readonly record: number; readonly error: string}

export interface ProduceReport {
  readonly topic: string
  readonly sent: number
  readonly failed: number
  readonly bytes: number
  readonly seconds: number
  readonly partitions: readonly PartitionReport[]
  /** The first failures, each with its record's number. */
  readonly errors: readonly {readonly record: number; readonly error: string}[]
}

export interface PartitionReport {
  readonly partition: number
  readonly sent: number
  readonly firstOffset: number
  readonly lastOffset: number
}
