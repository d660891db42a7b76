import type {StateSink} from '../../lab/client/follow.js'
import type {Terminal} from '../terminal.js'

/** Shows what becomes of the components of a lab while a command waits for them. */
export interface LabReporter {
  readonly state: StateSink
  /** A line of its own, such as a download that began or has ended. */
  note(line: string): void
  /** Work that has no component, such as a download: the same key is one line that changes. Details stand below it while it goes on, on a terminal only. */
  work(key: string, text: string, isDone: boolean, details?: Details): void
  /** Leaves the terminal as it should be. Call it before anything else is printed. */
  end(): Promise<void>
}

/** Of the terminal, for the details of one line. */
export interface Room {
  readonly columns: number
  readonly rows: number
}

export type Details = (room: Room) => readonly string[]

export type Goal = 'up' | 'down'

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
