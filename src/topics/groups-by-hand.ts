import type {HandCommand} from './by-hand.js'
import type {ResetPartition, ResetRequest} from './reset-group.js'
import type {StartPosition} from './start-position.js'

const tool = 'kafka-consumer-groups'

export function describeGroupsByHand(names: readonly string[]): HandCommand {
  return {tool, words: ['--describe', ...groups(names)]}
}

export function deleteGroupsByHand(names: readonly string[]): HandCommand {
  return {tool, words: ['--delete', ...groups(names)]}
}

/** Of the partitions that were found, so that patterns and "all that it has read" are the same here as there. */
export function resetByHand(request: ResetRequest, found: readonly ResetPartition[]): HandCommand[] {
  const call = (place: readonly string[], position: readonly string[]): HandCommand => ({
    tool,
    words: [
      '--reset-offsets',
      ...['--group', request.group],
      ...place,
      ...position,
      request.dryRun ? '--dry-run' : '--execute',
    ],
  })
  const {to} = request
  // The tool has no "N before the end": each partition is told its offset.
  if (to.kind === 'last')
    return found.map(({topic, partition, to: offset}) =>
      call(['--topic', `${topic}:${partition}`], ['--to-offset', String(offset)]),
    )
  return [call(places(request, found), positionWords(to))]
}

function places({partitions}: ResetRequest, found: readonly ResetPartition[]): string[] {
  const topics = [...new Set(found.map(({topic}) => topic))]
  const only = partitions === undefined ? '' : `:${partitions.join(',')}`
  return topics.flatMap(topic => ['--topic', `${topic}${only}`])
}

function positionWords(to: Exclude<StartPosition, {kind: 'last'}>): string[] {
  switch (to.kind) {
    case 'beginning':
      return ['--to-earliest']
    case 'end':
      return ['--to-latest']
    case 'offset':
      return ['--to-offset', String(to.offset)]
    case 'time':
      return ['--to-datetime', new Date(to.timestampMs).toISOString()]
    default:
      return to satisfies never
  }
}

function groups(names: readonly string[]): string[] {
  return names.flatMap(name => ['--group', name])
}
