import type {RecordCursor} from '../clients/kafka-wire/record-cursor.js'
import {OutputBuffer} from './output-buffer.js'
import {recordAt, type TopicRecord} from './record.js'

/** Turns records into bytes. The fast ones (raw, JSON) read the cursor and make no object for a record. */
export interface RecordWriter {
  /** Said before the records of each partition. */
  from(topic: string, partition: number): void
  add(record: RecordCursor): void
  /** Bytes that were gathered since `take` was last called. */
  gathered(): number
  take(): Uint8Array
}

/** A writer for shapes that look at the whole record: lines for people, templates. */
export function shapedWriter(write: (record: TopicRecord, out: OutputBuffer) => void): RecordWriter {
  const out = new OutputBuffer()
  let [topic, partition] = ['', 0]
  return {
    from(name, number) {
      topic = name
      partition = number
    },
    add: cursor => write(recordAt(cursor, topic, partition), out),
    gathered: () => out.length,
    take: () => out.take(),
  }
}

/** The values alone, byte for byte, a delimiter after each. A tombstone has no bytes but its delimiter, as in kcat. */
export function rawWriter(delimiter: Uint8Array): RecordWriter {
  const out = new OutputBuffer()
  return {
    from: () => undefined,
    add(record) {
      if (record.valueStart >= 0) out.appendRange(record.bytes, record.valueStart, record.valueEnd)
      out.append(delimiter)
    },
    gathered: () => out.length,
    take: () => out.take(),
  }
}
