import type {Terminal} from '../terminal.js'
import type {Goal, LabReporter} from './reporter.js'

/** A live list on a terminal, one plain line a change elsewhere, nothing at all with `--json`. */
export async function createReporter(terminal: Terminal, goal: Goal, isQuiet: boolean): Promise<LabReporter> {
  if (isQuiet) return quietReporter
  const {plainReporter} = await import('./plain-reporter.js')
  if (!terminal.stderrIsInteractive) return plainReporter(terminal, goal)
  const {liveReporter} = await import('./live-reporter.js')
  return liveReporter(terminal, goal)
}

const quietReporter: LabReporter = {
  state: () => undefined,
  note: () => undefined,
  work: () => undefined,
  end: async () => undefined,
}
