import type {HandCommand} from './by-hand.js'
import {isPattern} from './select-topics.js'
import type {StartPosition} from './start-position.js'
import type {TailRequest} from './tail-request.js'
import {topicRegex} from './topics-by-hand.js'

/** The console consumer shows one topic, or those that an expression matches. */
export function consumerByHand(request: TailRequest, isFiltered: boolean): HandCommand {
  const {topics, from, count, isolation, group} = request
  const [first = ''] = topics
  const isPlain = topics.length === 1 && !isPattern(first)
  const only = isPlain && request.partitions?.length === 1 ? request.partitions[0] : undefined
  const start = startWords(from, only !== undefined)
  return {
    tool: 'kafka-console-consumer',
    words: [
      ...(isPlain ? ['--topic', first] : ['--include', topicRegex(topics)]),
      ...(only === undefined ? [] : ['--partition', String(only)]),
      ...(start ?? []),
      ...(count === undefined ? [] : ['--max-messages', String(count)]),
      ...(group === undefined ? [] : ['--group', group]),
      ...(isolation === 'read_committed' ? ['--isolation-level', 'read_committed'] : []),
    ],
    lacks: [...(start === undefined ? ['--from'] : []), ...lacking(request, only, isFiltered)],
  }
}

/** With a partition the tool wants the offset named, and only there it can have one. Undefined: it cannot begin there. */
function startWords(from: StartPosition, hasPartition: boolean): string[] | undefined {
  if (from.kind === 'end') return []
  if (from.kind === 'beginning') return hasPartition ? ['--offset', 'earliest'] : ['--from-beginning']
  return from.kind === 'offset' && hasPartition ? ['--offset', String(from.offset)] : undefined
}

function lacking({until, partitions}: TailRequest, only: number | undefined, isFiltered: boolean): string[] {
  return [
    ...(until === undefined ? [] : ['--until']),
    ...(partitions !== undefined && only === undefined ? ['--partition'] : []),
    ...(isFiltered ? ['filters of records'] : []),
  ]
}
