import type {StartPosition} from './start-position.js'

/** What one partition holds: the first offset and the one after the last; `at` is the first offset at or after a time that was asked for. */
export interface Bounds {
  readonly beginning: number
  readonly end: number
  readonly at?: number | undefined
}

export interface StartOffset {
  readonly offset: number
  /** What the person should know about it. */
  readonly note?: string
}

/** Where to begin in one partition. */
export function decideStart(position: StartPosition, {beginning, end, at}: Bounds): StartOffset {
  switch (position.kind) {
    case 'beginning':
      return {offset: beginning}
    case 'end':
      return {offset: end}
    case 'last':
      return {offset: Math.max(beginning, end - position.count)}
    case 'time':
      return {offset: at === undefined || at < 0 ? end : at}
    case 'offset':
      if (position.offset < beginning)
        return {offset: beginning, note: `offset ${position.offset} is no longer kept; beginning at ${beginning}`}
      if (position.offset > end)
        return {offset: end, note: `offset ${position.offset} is not there yet; the end is at ${end}`}
      return {offset: position.offset}
    default:
      return position satisfies never
  }
}

/** The first offset that is not wanted any more, or undefined to follow for ever. */
export function decideStop(position: StartPosition | undefined, bounds: Bounds): number | undefined {
  if (position === undefined) return undefined
  if (position.kind === 'offset') return position.offset
  return decideStart(position, bounds).offset
}
