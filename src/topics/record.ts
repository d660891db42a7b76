import type {RecordCursor} from '../clients/kafka-wire/record-cursor.js'

/** One record as filters and views see it. Key, value and headers are views into the fetched bytes: copy what you keep. */
export interface TopicRecord {
  readonly topic: string
  readonly partition: number
  readonly offset: number
  readonly timestampMs: number
  readonly key: Buffer | null
  /** Null is a tombstone: "delete this key" in a compacted topic. */
  readonly value: Buffer | null
  readonly headers: readonly (readonly [name: string, value: Buffer | null])[]
}

export function recordAt(cursor: RecordCursor, topic: string, partition: number): TopicRecord {
  return {
    topic,
    partition,
    offset: cursor.offset,
    timestampMs: cursor.timestampMs,
    key: cursor.key(),
    value: cursor.value(),
    headers: cursor.hasHeaders() ? cursor.headers() : [],
  }
}
