import type {Stats, Task, TaskUrl} from '../runtimes/runtime.js'
import type {Goal} from './decide.js'
import type {Overrides} from './overrides.js'
import type {ComponentState} from './state.js'

/** What the supervisor says on its socket. Plain JSON; `protocolVersion` grows when a field changes its meaning. */
export const protocolVersion = 1

export interface Snapshot {
  readonly protocol: number
  readonly version: string
  readonly lab: {readonly id: string; readonly name: string; readonly dir: string}
  readonly labFile: string | undefined
  readonly supervisorPid: number
  readonly overrides: Overrides
  readonly components: readonly ComponentStatus[]
  /** Number of the last event that is contained in this snapshot. */
  readonly seq: number
}

export interface ComponentStatus {
  readonly name: string
  readonly component: string
  readonly summary: string
  readonly runtime: Task['runtime']
  readonly goal: Goal
  readonly state: ComponentState
  /** Seconds in this phase. */
  readonly forSeconds: number
  readonly restarts: number
  readonly adopted: boolean
  readonly ports: Task['ports']
  readonly dependsOn: Task['dependsOn']
  readonly urls: readonly TaskUrl[]
  readonly logFile: string
  readonly configHash: string
  readonly stats?: Stats
}

export interface UpRequest {
  /** Those that are wanted, with every choice made. */
  readonly tasks: readonly Task[]
  /** Names of all tasks of the lab: what is not among them is no longer part of it. */
  readonly members: readonly string[]
  readonly names: readonly string[]
  readonly overrides: Overrides
  readonly labFile: string | undefined
  readonly by: string
}

export interface NamesRequest {
  readonly names: readonly string[]
  readonly by: string
}

export interface Accepted {
  /** Follow the events after this number to see what becomes of the request. */
  readonly seq: number
}
