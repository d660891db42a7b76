import type {RecordCursor} from '../clients/kafka-wire/record-cursor.js'
import {readRound} from './read-round.js'
import type {Reading} from './reading.js'
import {recordAt} from './record.js'
import type {RecordWriter} from './record-writer.js'
import {resolveBounds} from './resolve-offsets.js'
import {RecordShow} from './show-records.js'

interface Kept {
  readonly topic: string
  readonly timestampMs: number
  /** Empty where a filter said no: it still is one of the last. */
  readonly bytes: Buffer
}

/** `--from -10` means the last ten of a topic, not of each partition: they are read, put in order of their time, and the last ten are shown. */
export async function showLastMerged(reading: Reading, countPerTopic: number): Promise<void> {
  const {cluster, partitions, output, request, show} = reading
  const {followed} = partitions
  const bounds = await resolveBounds(cluster, followed, request.isolation)
  const upToNow = followed.map(partition => ({...partition, stopOffset: bounds(partition).end}))
  const kept: Kept[] = []
  const collect = {...output, writer: collectingWriter(reading, kept), accepts: undefined}
  const collector = new RecordShow(collect, {...request, count: undefined})
  const {isolation} = request
  const round = {cluster, partitions: upToNow, isolation, show: collector, note: output.note, over: false}
  while ((await readRound(round)) !== 'finished') round.over = false
  const last = lastOfEachTopic(kept, countPerTopic).filter(({bytes}) => bytes.length > 0)
  const shown = last.slice(0, request.count)
  await output.emit(Buffer.concat(shown.map(({bytes}) => bytes)))
  show.summary.shown += shown.length
  for (const [index, partition] of followed.entries()) partition.nextOffset = upToNow[index]?.nextOffset ?? 0
}

function collectingWriter({output: {writer, accepts}}: Reading, kept: Kept[]): RecordWriter {
  let [topic, partition] = ['', 0]
  return {
    from(name, number) {
      topic = name
      partition = number
      writer.from(name, number)
    },
    add(record: RecordCursor) {
      const isWanted = accepts === undefined || accepts(recordAt(record, topic, partition))
      if (isWanted) writer.add(record)
      kept.push({
        topic,
        timestampMs: record.timestampMs,
        bytes: isWanted ? Buffer.from(writer.take()) : Buffer.alloc(0),
      })
    },
    gathered: () => 0,
    take: () => Buffer.alloc(0),
  }
}

function lastOfEachTopic(kept: readonly Kept[], count: number): Kept[] {
  const inOrder = kept.toSorted((a, b) => a.timestampMs - b.timestampMs)
  const topics = new Set(inOrder.map(({topic}) => topic))
  const last = new Set([...topics].flatMap(topic => inOrder.filter(record => record.topic === topic).slice(-count)))
  return inOrder.filter(record => last.has(record))
}
