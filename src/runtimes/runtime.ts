import type {Probe} from '../probes/probe.js'
import type {Dependency, LocalWorkload, RestartPolicy} from '../stacks/component.js'

/** Where components run. One implementation a file; the supervisor knows only this. Every one passes `test/runtime-contract.ts`. */
export interface Runtime {
  readonly kind: RuntimeKind
  readonly capabilities: {readonly exec: boolean; readonly volumes: boolean; readonly adoptsExitCode: boolean}
  /** Can this runtime be used on this machine? Rejects with `E_RUNTIME_UNAVAILABLE` and what to do about it. */
  detect(signal: AbortSignal): Promise<{readonly version: string}>
  /** What of this lab already runs? Finds it again after any crash, with no state file at hand. */
  observe(lab: LabIdentity, signal: AbortSignal): Promise<readonly Observed[]>
  /** Resolves once the process exists; readiness is not the runtime's business. `run` is the new run's mark, chosen and noted by the caller. */
  start(task: Task, run: string, signal: AbortSignal): Promise<TaskHandle>
  /** Resolves when the task's main process has ended. */
  wait(handle: TaskHandle, signal: AbortSignal): Promise<Exit>
  /** Stops the whole tree: signal, grace, then by force; resolves when nothing of it is left. */
  stop(handle: TaskHandle, options: StopOptions): Promise<Exit>
  /** Figures of the running task, summed over its processes. */
  stats(handles: readonly TaskHandle[]): Promise<ReadonlyMap<string, Stats>>
  /** Does the task itself, and no stranger, answer on this loopback port? Undefined where that cannot be known. */
  ownsPort(handle: TaskHandle, port: number): Promise<PortClaim>
}

export type RuntimeKind = 'local' | 'docker'

export interface LabIdentity {
  /** Stable for one `.msa` folder; in the environment of every process of the lab. */
  readonly id: string
  readonly name: string
  /** The lab's `.msa` folder. */
  readonly dir: string
}

/** A component with every choice made: ports bound, links resolved, files rendered. Plain JSON. */
export interface Task {
  readonly lab: LabIdentity
  /** Unique in the lab; equals `component` unless it runs in several instances. */
  readonly name: string
  readonly component: string
  readonly summary: string
  readonly runtime: RuntimeKind
  readonly ports: Readonly<Record<string, number>>
  readonly dependsOn: readonly Dependency[]
  readonly workload: LocalWorkload
  readonly dataDir: string
  readonly configDir: string
  readonly logFile: string
  readonly probes: {readonly startup?: Probe; readonly readiness: Probe; readonly liveness?: Probe}
  readonly restart: RestartPolicy
  readonly stopSignal: NodeJS.Signals
  readonly stopGraceMs: number
  readonly memoryMiB: number
  readonly urls: readonly TaskUrl[]
  /** Changes whenever a restart would be needed to make the running process what the lab file says. */
  readonly configHash: string
}

export interface TaskUrl {
  readonly label: string
  readonly url: string
  readonly user?: string
  /** Known defaults only. */
  readonly password?: string
  /** Where a secret of the lab lies that is the password. */
  readonly passwordFile?: string
}

/** Serialisable, so that a second `msa` process can find the task again. */
export interface TaskHandle {
  readonly runtime: RuntimeKind
  /** The run's own mark, unique for ever. */
  readonly run: string
  readonly pid: number
  /** Clock ticks after boot at which the process began, with the boot's id: a pid alone is never an identity. */
  readonly startTime: string
  readonly bootId: string
  /** Size of the log when the run began, in bytes. */
  readonly logFrom: number
}

export interface Observed {
  readonly task: string
  readonly handle: TaskHandle
  /** Of the configuration with which it was started. */
  readonly configHash: string
  /** False when the main process is gone and only descendants of it are left. */
  readonly running: boolean
}

export interface Exit {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  /** True when msa had to use force. */
  readonly forced: boolean
  /** Said when code and signal do not tell it all: `unknown` (ended while no supervisor watched), `oom`, `stopped`. */
  readonly note?: 'unknown' | 'oom' | 'stopped'
}

export interface StopOptions {
  readonly signal: NodeJS.Signals
  readonly graceMs: number
}

export interface Stats {
  readonly rssBytes: number
  /** CPU seconds since the task's processes began. */
  readonly cpuSeconds: number
}

export type PortClaim =
  | {readonly owner: 'task' | 'unknown'}
  | {readonly owner: 'stranger'; readonly who: string}
  | {readonly owner: 'nobody'}
