import type {Phase} from '../../lab/state.js'
import {systemClock} from '../../platform/clock.js'
import {escapeLine} from '../escape.js'
import type {Terminal} from '../terminal.js'
import type {Goal, LabReporter} from './reporter.js'
import {stateText} from './state-text.js'

/** How often work without end in sight (a download) says where it stands. */
const workPeriodMs = 5000

/** One line for each change of a component's phase; nothing is ever overwritten. */
export function plainReporter(
  terminal: Pick<Terminal, 'note'>,
  goal: Goal,
  now: () => number = systemClock.now,
): LabReporter {
  const began = now()
  const phases = new Map<string, Phase>()
  const lastWork = new Map<string, number>()
  const line = (text: string) => terminal.note(`${((now() - began) / 1000).toFixed(1).padStart(6)}s ${text}`)
  return {
    state(component, state) {
      const isNew = phases.get(component) !== state.phase
      phases.set(component, state.phase)
      if (!isNew || isBeginning(state.phase, goal)) return
      line(escapeLine(`${component}: ${stateText(state)}`))
    },
    note: text => line(escapeLine(text)),
    work(key, text, isDone) {
      const last = lastWork.get(key)
      if (last !== undefined && !isDone && now() - last < workPeriodMs) return
      lastWork.set(key, now())
      line(escapeLine(`${key}: ${text}`))
    },
    end: async () => undefined,
  }
}

/** Where every component comes from is no news. */
function isBeginning(phase: Phase, goal: Goal): boolean {
  return phase === (goal === 'up' ? 'stopped' : 'ready')
}
