import type {LabEvent} from './events.js'

export interface BootTimes {
  /** Milliseconds after the boot began. */
  readonly startedMs: number | undefined
  readonly readyMs: number | undefined
}

/** When each component of the last boot was started and ready. A boot begins with a wish for "up" that starts something. */
export function bootTimes(events: readonly LabEvent[]): Map<string, BootTimes> {
  const starting = events.findLastIndex(
    event => event.type === 'goal' && event.goal === 'up' && startsMost(event, events),
  )
  const wish = events[starting]
  const times = new Map<string, BootTimes>()
  if (wish === undefined) return times
  const beganMs = Date.parse(wish.at)
  for (const event of events.slice(starting + 1)) {
    if (event.type === 'goal' && event.goal === 'down') break
    if (event.type !== 'state') continue
    const known = times.get(event.component)
    const at = Date.parse(event.at) - beganMs
    if (event.state.phase === 'starting' && known === undefined)
      times.set(event.component, {startedMs: at, readyMs: undefined})
    if (event.state.phase === 'ready' && known !== undefined && known.readyMs === undefined)
      times.set(event.component, {...known, readyMs: at})
  }
  return times
}

/** Not one of a component that was only started again. */
function startsMost(wish: LabEvent, events: readonly LabEvent[]): boolean {
  if (wish.type !== 'goal') return false
  const after = events.slice(events.indexOf(wish) + 1)
  const started = new Set(
    after.flatMap(event => (event.type === 'state' && event.state.phase === 'starting' ? [event.component] : [])),
  )
  return wish.components.filter(name => started.has(name)).length * 2 > wish.components.length
}
