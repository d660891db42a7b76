import type {StateSink} from '../../lab/client/follow.js'

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
