import {BatchBuilder} from '../clients/kafka-wire/batch-builder.js'
import {loadDecompressor, type Transform} from '../clients/kafka-wire/codecs.js'
import {type Codec, recordBatches} from '../clients/kafka-wire/record-batch.js'
import {RecordCursor} from '../clients/kafka-wire/record-cursor.js'

/** A batch as its two halves. A broker refuses a batch for one bad record; halving finds that one, and the others still get through. */
export async function splitBatch(batch: Buffer, codec: Codec, compress: Transform): Promise<[Buffer, Buffer]> {
  const [whole] = recordBatches(batch, 0, batch.length)
  if (!whole) throw new RangeError('not a batch')
  const unpack = await loadDecompressor(whole.codec)
  const cursor = new RecordCursor().open(whole, unpack(batch.subarray(whole.recordsStart)), 0)
  const halves = [new BatchBuilder(), new BatchBuilder()] as const
  const middle = Math.ceil(whole.recordCount / 2)
  for (let index = 0; cursor.next(); index++) {
    halves[index < middle ? 0 : 1].add(cursor.key(), cursor.value(), cursor.headers(), cursor.timestampMs)
  }
  return [halves[0].finish(codec, compress), halves[1].finish(codec, compress)]
}
