import type {Task} from '../runtimes/runtime.js'
import type {Entry, Goal} from './decide.js'
import type {ComponentState} from './state.js'

/** A component of the running lab, with what only the loop needs to know. */
export interface Member extends Entry {
  task: Task
  goal: Goal
  state: ComponentState
  runningHash: string | undefined
  /** The id of its next run, where that is on disk already. */
  nextRun: string | undefined
  /** No longer part of the lab: forgotten once it is stopped. */
  isLeaving: boolean
  restarts: number
  adopted: boolean
  /** Wall clock of the last change of phase, for display. */
  since: number
  /** Monotonic times of its failures since it was last ready for long. */
  failures: number[]
  /** Ends everything that watches or starts the current run. */
  life: AbortController
}

export function newMember(task: Task, goal: Goal): Member {
  return {
    task,
    goal,
    state: goal === 'up' ? {phase: 'pending', holds: []} : {phase: 'stopped'},
    runningHash: undefined,
    nextRun: undefined,
    isLeaving: false,
    restarts: 0,
    adopted: false,
    since: Date.now(),
    failures: [],
    life: new AbortController(),
  }
}
