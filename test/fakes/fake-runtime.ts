import {basename} from 'node:path'
import type {Ask} from '../../src/lab/watch.js'
import type {Clock} from '../../src/platform/clock.js'
import {no, type Verdict, yes} from '../../src/probes/probe.js'
import type {Exit, Observed, PortClaim, Runtime, Task, TaskHandle} from '../../src/runtimes/runtime.js'

/** How the processes of one task behave. */
export interface Behaviour {
  /** Milliseconds until it answers its probes; without it never. */
  readonly readyAfterMs?: number
  /** It ends by itself so long after its start. */
  readonly exitsAfterMs?: number
  readonly exitCode?: number
  /** Only force ends it. */
  readonly ignoresStop?: boolean
  /** Its start fails with this. */
  readonly startFails?: Error
  /** Its start takes so long. */
  readonly startTakesMs?: number
  readonly claim?: PortClaim
}

export interface FakeRuntime extends Runtime {
  /** Changes how a task behaves from its next start on. */
  behave(task: string, behaviour: Behaviour): void
  /** Ends the process of a task from outside, as `kill -9` does. */
  kill(task: string, exit?: Partial<Exit>): void
  /** It goes on running, but no longer answers, or does again. */
  silence(task: string, isSilent: boolean): void
  /** Answers for the supervisor's probes. */
  readonly ask: Ask
  /** What was started and stopped, in order: `start kafka`, `stop kafka SIGTERM`. */
  readonly journal: readonly string[]
  /** Who let others have the processors first: `zipkin yields`, `zipkin as usual`. */
  readonly shares: readonly string[]
  readonly running: () => readonly string[]
}

interface Run {
  readonly task: Task
  readonly handle: TaskHandle
  readonly behaviour: Behaviour
  readonly startedAt: number
  isSilent: boolean
  exit: Exit | undefined
  readonly ended: Promise<Exit>
  readonly end: (exit: Exit) => void
}

const readyAtOnce: Behaviour = {readyAfterMs: 0}

/** A runtime without processes: what it runs are entries of a map that live by the given clock. */
export function fakeRuntime(clock: Clock): FakeRuntime {
  const behaviours = new Map<string, Behaviour>()
  const runs = new Map<string, Run>()
  const journal: string[] = []
  const shares: string[] = []
  const current = (task: string) => [...runs.values()].findLast(run => run.task.name === task && run.exit === undefined)
  let pids = 1000

  async function start(task: Task, run: string, signal: AbortSignal): Promise<TaskHandle> {
    const behaviour = behaviours.get(task.name) ?? readyAtOnce
    if (behaviour.startTakesMs !== undefined) await clock.sleep(behaviour.startTakesMs, signal)
    signal.throwIfAborted()
    if (behaviour.startFails !== undefined) throw behaviour.startFails
    pids += 1
    const entry = newRun(task, run, behaviour, pids, clock.now())
    runs.set(run, entry)
    journal.push(`start ${task.name}`)
    const {exitsAfterMs, exitCode = 0} = behaviour
    if (exitsAfterMs !== undefined)
      void clock.sleep(exitsAfterMs).then(() => endRun(entry, {code: exitCode, signal: null, forced: false}))
    return entry.handle
  }

  return {
    kind: 'local',
    capabilities: {exec: false, volumes: false, adoptsExitCode: true},
    journal,
    shares,
    running: () => [...runs.values()].filter(({exit}) => exit === undefined).map(({task}) => task.name),
    behave: (task, behaviour) => void behaviours.set(task, behaviour),
    kill(task, exit = {}) {
      const run = current(task)
      if (run !== undefined) endRun(run, {code: null, signal: 'SIGKILL', forced: false, ...exit})
    },
    silence(task, isSilent) {
      const run = current(task)
      if (run !== undefined) run.isSilent = isSilent
    },
    ask: async (_, {logFile = ''}) => verdictOf(current(basename(logFile, '.log')), clock.now()),
    detect: async () => ({version: 'fake'}),
    observe: async lab =>
      [...runs.values()].filter(({task, exit}) => task.lab.id === lab.id && exit === undefined).map(observed),
    start,
    wait: async handle => runs.get(handle.run)?.ended ?? {code: null, signal: null, forced: false, note: 'unknown'},
    async stop(handle, {signal, graceMs}) {
      const run = runs.get(handle.run)
      if (run === undefined) return {code: null, signal: null, forced: false, note: 'stopped'}
      journal.push(`stop ${run.task.name} ${signal}`)
      const ignores = run.behaviour.ignoresStop === true && run.exit === undefined
      if (ignores) await clock.sleep(graceMs)
      endRun(run, {code: null, signal: ignores ? 'SIGKILL' : signal, forced: ignores, note: 'stopped'})
      return run.exit?.note === 'stopped' ? run.exit : {...(await run.ended), note: 'stopped'}
    },
    stats: async handles => new Map(handles.map(({run}) => [run, {rssBytes: 1 << 20, cpuSeconds: 1}])),
    yieldTo: ({run}, others) => void shares.push(`${runs.get(run)?.task.name} ${others ? 'yields' : 'as usual'}`),
    connect: async () => undefined,
    clear: async () => undefined,
    volumes: async () => [],
    deleteVolumes: async () => undefined,
    ownsPort: async handle => runs.get(handle.run)?.behaviour.claim ?? {owner: 'task'},
  }
}

function newRun(task: Task, run: string, behaviour: Behaviour, pid: number, startedAt: number): Run {
  let end: Run['end'] = () => undefined
  const ended = new Promise<Exit>(resolve => {
    end = resolve
  })
  const handle = {runtime: 'local', run, pid, startTime: String(pid), bootId: 'fake', logFrom: 0} as const
  return {task, handle, behaviour, startedAt, isSilent: false, exit: undefined, ended, end}
}

function endRun(run: Run, exit: Exit): void {
  if (run.exit !== undefined) return
  run.exit = exit
  run.end(exit)
}

function observed({task, handle}: Run): Observed {
  return {task: task.name, handle, configHash: task.configHash, running: true}
}

function verdictOf(run: Run | undefined, now: number): Verdict {
  if (run === undefined) return no('nothing listens')
  if (run.isSilent) return no('it is silent')
  const {readyAfterMs} = run.behaviour
  return readyAfterMs !== undefined && now - run.startedAt >= readyAfterMs ? yes : no('not ready yet')
}
