import type {BrokerConnection} from './broker-connection.js'
import {type FetchAnswer, type FetchedPartition, type FetchLimits, fetchRecords} from './fetch.js'
import type {TopicPartition} from './list-offsets.js'
import {nextOffset} from './record-batch.js'

/** A partition that is read on: `offset` is the next one to ask for, `stopOffset` the first one that is not wanted. */
export interface ReadPosition extends TopicPartition {
  offset: number
  readonly stopOffset?: number | undefined
}

/**
 * Reads partitions of one broker on and on. The next fetch is on its way before an answer is handed out, so broker, network and reader work at
 * the same time. An answer is valid until the next one is asked for. Ends when every partition is at its stop, or with an answer
 * that has an error: what to do about that is the caller's business.
 */
export async function* fetchAhead(
  connection: BrokerConnection,
  positions: readonly ReadPosition[],
  limits: FetchLimits,
): AsyncGenerator<FetchAnswer> {
  let wanted = positions.filter(isWanted)
  let coming = wanted.length > 0 ? sendFetch(connection, wanted, limits) : undefined
  while (coming) {
    const answer = await coming
    const failed = answer.partitions.some(partition => partition.errorCode !== 0)
    for (const partition of answer.partitions) moveOn(wanted, partition, answer.frame)
    wanted = wanted.filter(isWanted)
    coming = wanted.length > 0 && !failed ? sendFetch(connection, wanted, limits) : undefined
    yield answer
    connection.frames.give(answer.frame)
  }
}

function sendFetch(connection: BrokerConnection, positions: readonly ReadPosition[], limits: FetchLimits) {
  const answer = fetchRecords(connection, positions, limits)
  // It may fail while the answer before is still being shown; whoever awaits it next is told then.
  answer.catch(() => undefined)
  return answer
}

function moveOn(positions: readonly ReadPosition[], fetched: FetchedPartition, frame: Buffer): void {
  const position = positions.find(of => of.partition === fetched.partition && of.topic === fetched.topic)
  if (position) position.offset = nextOffset(frame, fetched.recordsStart, fetched.recordsEnd) ?? position.offset
}

function isWanted(position: ReadPosition): boolean {
  return position.stopOffset === undefined || position.offset < position.stopOffset
}
