import type {Probe} from '../probes/probe.js'
import type {Dependency, KnownFailure, RestartPolicy, Workload} from '../stacks/component.js'

/** Where components run. One implementation a file; the supervisor knows only this. Every one passes `test/runtime-contract.ts`. */
export interface Runtime {
  readonly kind: RuntimeKind
  readonly capabilities: {readonly exec: boolean; readonly volumes: boolean; readonly adoptsExitCode: boolean}
  /** Can this runtime be used on this machine? Rejects with `E_RUNTIME_UNAVAILABLE` and what to do about it. */
  detect(signal: AbortSignal): Promise<{readonly version: string}>
  /** What of this lab already runs? Finds it again after any crash, with no state file at hand. */
  observe(lab: LabIdentity, signal: AbortSignal): Promise<readonly Observed[]>
  /** Told all tasks of the lab before any of them starts, those of other runtimes, too: containers must reach processes. */
  connect(lab: LabIdentity, tasks: readonly Task[]): Promise<void>
  /** Resolves once the process exists; readiness is not the runtime's business. `run` is the new run's mark, chosen and noted by the caller. */
  start(task: Task, run: string, signal: AbortSignal): Promise<TaskHandle>
  /** Resolves when the task's main process has ended. */
  wait(handle: TaskHandle, signal: AbortSignal): Promise<Exit>
  /** Stops the whole tree: signal, grace, then by force; resolves when nothing of it is left. */
  stop(handle: TaskHandle, options: StopOptions): Promise<Exit>
  /** Figures of the running task, summed over its processes. */
  stats(handles: readonly TaskHandle[]): Promise<ReadonlyMap<string, Stats>>
  /** Runs a command beside the task, where it runs; undefined where `capabilities.exec` is false. */
  exec?(handle: TaskHandle, command: readonly string[], signal: AbortSignal): Promise<{readonly exitCode: number}>
  /** Lets others have the processors first, or no longer; a hint. */
  yieldTo?(handle: TaskHandle, others: boolean): void
  /** Takes away what a lab leaves when nothing of it runs, but for its data. */
  clear(lab: LabIdentity): Promise<void>
  /** Names of the volumes that this runtime keeps for these tasks of a lab; for all of them where none are named. */
  volumes(lab: LabIdentity, tasks?: readonly string[]): Promise<readonly string[]>
  /** Deletes those volumes; nothing that uses them may run. */
  deleteVolumes(lab: LabIdentity, tasks?: readonly string[]): Promise<void>
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
  /** With paths of its container, where it runs in one. */
  readonly workload: Workload
  readonly container?: TaskContainer
  readonly dataDir: string
  readonly configDir: string
  readonly logFile: string
  readonly probes: {readonly startup?: Probe; readonly readiness: Probe; readonly liveness?: Probe}
  readonly restart: RestartPolicy
  readonly knownFailures?: readonly KnownFailure[] | undefined
  readonly stopSignal: NodeJS.Signals
  readonly stopGraceMs: number
  readonly memoryMiB: number
  readonly urls: readonly TaskUrl[]
  /** Changes whenever a restart would be needed to make the running process what the lab file says. */
  readonly configHash: string
}

/** What a container needs besides its workload. Paths named `from` are this machine's. */
export interface TaskContainer {
  readonly image: string
  /** A component of msa brings its own command, user and volume; somebody's own image runs as it is made. */
  readonly managed: boolean
  /** Of somebody's own image, in the place of what it was made with. */
  readonly entrypoint?: readonly string[]
  /** Names by which the other containers of the lab reach it. */
  readonly aliases: readonly string[]
  /** Port of this machine → port inside, where they differ. */
  readonly portsInside: Readonly<Record<number, number>>
  /** Ports that nobody on this machine asks for. */
  readonly unpublished: readonly number[]
  /** Folders of this machine that are seen live, read-only unless said otherwise. */
  readonly binds: readonly Mount[]
  /** Named volumes of the lab beside the component's own: name → path inside. */
  readonly volumes: Readonly<Record<string, string>>
  /** Files and folders that are copied in before each start. */
  readonly copies: readonly Mount[]
  readonly memoryLimitMiB: number | undefined
  readonly readOnlyRoot: boolean
}

export interface Mount {
  readonly from: string
  readonly to: string
  readonly writable?: boolean
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
  /** The id of its container, which alone is then its identity. */
  readonly container?: string
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
