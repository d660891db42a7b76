import {randomBytes} from 'node:crypto'
import {MsaError, reasonOf} from '../errors.js'
import type {Clock} from '../platform/clock.js'
import type {Exit, LabIdentity, Runtime, RuntimeKind, Task, TaskHandle} from '../runtimes/runtime.js'
import {asError} from './as-error.js'
import type {LabEventBody} from './events.js'
import {crashed, knownFailure, neverReady, startFailed} from './failures.js'
import type {Member} from './member.js'
import {decideRestart, isForgiven} from './restart-policy.js'
import {type ComponentState, exitText, handleOf} from './state.js'
import {type Ask, type HealthChange, keepAsking, untilReady} from './watch.js'

export interface RunDeps {
  readonly lab: LabIdentity
  readonly runtimes: Readonly<Partial<Record<RuntimeKind, Runtime>>>
  readonly ask: Ask
  readonly clock: Clock
  readonly store: Store
  readonly emit: (event: LabEventBody) => void
  /** Rejects with what is wrong when a port that the task wants is taken. */
  readonly assertPortsFree: (task: Task) => Promise<void>
  /** What it wrote last from this byte of its log on. */
  readonly lastLogLines: (task: Task, from: number) => Promise<readonly string[]>
  readonly random: () => number
}

/** What must be on disk so that a crash at any instruction loses no process. */
export interface Store {
  /** The intents to start, by task, with tasks and goals as they are now; written before any of the processes exists. */
  intend(runs: ReadonlyMap<string, string>): Promise<void>
  started(task: string, handle: TaskHandle): Promise<void>
  ended(task: string): Promise<void>
  /** Tasks and goals as they are now. */
  save(): Promise<void>
}

/** The life of one run: start, watch, end, and what follows from how it ended. */
export interface Runs {
  start(member: Member): Promise<void>
  /** Watches a run that is there already, to its end. */
  live(member: Member, handle: TaskHandle): Promise<void>
  stop(member: Member, because: string): Promise<void>
}

/** For what a dead main process left behind: it had its chance to end with its parent. */
const leftoverGraceMs = 1000

export interface RunHooks {
  become(member: Member, state: ComponentState): void
  /** Should it let others go first while it boots? */
  yields(member: Member): boolean
}

export function createRuns(deps: RunDeps, {become, yields}: RunHooks): Runs {
  return {start, live, stop}

  async function start(member: Member): Promise<void> {
    const {task} = member
    const life = new AbortController()
    member.life = life
    member.adopted = false
    become(member, {phase: 'starting', notReadyBecause: 'preparing'})
    try {
      await deps.assertPortsFree(task)
      const run = await intendedRun(member)
      const handle = await runtimeNamed(deps, task.runtime).start(task, run, life.signal)
      member.runningHash = task.configHash
      // Stopped and wanted again while it started: this run serves the new wish.
      if (life.signal.aborted && member.goal === 'up') member.life = new AbortController()
      become(member, {phase: 'starting', handle, notReadyBecause: 'just started'})
      // Not waited for: whoever follows finds the process by its marks, too.
      void deps.store.started(task.name, handle).catch(tellUnsaved)
      await live(member, handle)
    } catch (error) {
      become(member, stateAfterFailedStart(member, error))
    }
  }

  /** The first run of a boot is on disk since it was wished for; no start waits for the disk while all others keep it busy. */
  async function intendedRun(member: Member): Promise<string> {
    const {nextRun = newRun()} = member
    if (member.nextRun === undefined) await deps.store.intend(new Map([[member.task.name, nextRun]]))
    member.nextRun = undefined
    return nextRun
  }

  async function live(member: Member, handle: TaskHandle): Promise<void> {
    const {task, life} = member
    const watchDeps = {runtime: runtimeNamed(deps, task.runtime), ask: deps.ask, clock: deps.clock}
    const isCurrent = () => handleOf(member.state)?.run === handle.run && member.state.phase !== 'stopping'
    const ended = watchDeps.runtime.wait(handle, life.signal).then(
      exit => (isCurrent() ? onExit(member, handle, exit) : undefined),
      () => undefined,
    )
    const notYet = (reason: string) => {
      if (isCurrent()) become(member, {phase: 'starting', handle, notReadyBecause: reason})
    }
    const letsOthersGoFirst = yields(member)
    if (letsOthersGoFirst) watchDeps.runtime.yieldTo?.(handle, true)
    const startup = await untilReady(task, handle, watchDeps, notYet, life.signal)
    if (letsOthersGoFirst) watchDeps.runtime.yieldTo?.(handle, false)
    if (!isCurrent()) return ended
    if (!startup.ready)
      return giveUp(member, handle, neverReady(task, startup, await deps.lastLogLines(task, handle.logFrom)))
    become(member, {phase: 'ready', handle})
    forgiveLater(member)
    const changed = (change: HealthChange) => {
      if (isCurrent()) onHealth(member, handle, change)
    }
    await keepAsking(task, handle, watchDeps, changed, life.signal)
    return ended
  }

  /** When its life ends, the failures of a component that was ready for long are forgiven. */
  function forgiveLater(member: Member): void {
    const readyAt = deps.clock.now()
    const forgive = () => {
      if (isForgiven(member.task.restart, deps.clock.now() - readyAt)) member.failures = []
    }
    member.life.signal.addEventListener('abort', forgive, {once: true})
  }

  function onHealth(member: Member, handle: TaskHandle, change: HealthChange): void {
    if (change.is === 'hung') void onHung(member, handle, change.reason)
    else
      become(
        member,
        change.is === 'healthy' ? {phase: 'ready', handle} : {phase: 'unhealthy', handle, reason: change.reason},
      )
  }

  async function stop(member: Member, because: string): Promise<void> {
    const handle = handleOf(member.state)
    if (handle === undefined) return
    try {
      const exit = await endRun(member, handle, member.task.stopGraceMs, because)
      become(member, {phase: 'stopped', exit: {...exit, note: 'stopped'}})
    } catch (error) {
      // Its runtime does not answer: whether it runs is not known, and it is found again once it does.
      become(member, {phase: 'failed', error: asError(error).toJSON()})
    }
  }

  async function endRun(member: Member, handle: TaskHandle, graceMs: number, because: string): Promise<Exit> {
    become(member, {phase: 'stopping', handle, graceMs})
    deps.emit({type: 'note', component: member.task.name, text: `stopping: ${because}`})
    member.life.abort()
    const exit = await runtimeNamed(deps, handle.runtime).stop(handle, {signal: member.task.stopSignal, graceMs})
    member.runningHash = undefined
    await deps.store.ended(member.task.name).catch(tellUnsaved)
    return exit
  }

  /** The main process is gone; what it left behind must be gone, too, before another one starts. */
  async function onExit(member: Member, handle: TaskHandle, exit: Exit): Promise<void> {
    await endRun(member, handle, leftoverGraceMs, 'its main process ended')
    await afterFailure(member, handle, exit, exitText(exit))
  }

  async function onHung(member: Member, handle: TaskHandle, reason: string): Promise<void> {
    const exit = await endRun(member, handle, member.task.stopGraceMs, `hung: ${reason}`)
    await afterFailure(member, handle, exit, `was hung (${reason})`)
  }

  async function afterFailure(member: Member, {logFrom}: TaskHandle, exit: Exit, what: string): Promise<void> {
    if (member.goal === 'down') return become(member, {phase: 'stopped', exit})
    const lines = await deps.lastLogLines(member.task, logFrom)
    const known = knownFailure(member.task, lines)
    const {failures, task} = member
    const decision =
      known === undefined
        ? decideRestart(task.restart, failures, deps.clock.now(), exit.code, deps.random())
        : {restart: false as const, because: known.means}
    // A service that ends is a failure, whatever its code; a task that ran to its end is not.
    if (!decision.restart && exit.code === 0 && member.task.restart.on !== 'always')
      return become(member, {phase: 'stopped', exit})
    const error = crashed(task, what, decision, lines, known)
    if (!decision.restart) return become(member, {phase: 'failed', error})
    member.failures.push(deps.clock.now())
    member.restarts += 1
    const life = new AbortController()
    member.life = life
    become(member, {phase: 'backoff', attempt: decision.attempt, afterMs: decision.afterMs, because: error.message})
    await deps.clock.sleep(decision.afterMs, life.signal)
    if (!life.signal.aborted && member.state.phase === 'backoff') become(member, {phase: 'pending', holds: []})
  }

  async function giveUp(member: Member, handle: TaskHandle, error: MsaError): Promise<void> {
    await endRun(member, handle, member.task.stopGraceMs, error.message)
    become(member, member.goal === 'down' ? {phase: 'stopped'} : {phase: 'failed', error: error.toJSON()})
  }

  function tellUnsaved(error: unknown): void {
    deps.emit({type: 'note', text: `state not saved: ${reasonOf(error)}`})
  }
}

export function newRun(): string {
  return randomBytes(8).toString('hex')
}

function stateAfterFailedStart(member: Member, error: unknown): ComponentState {
  if (member.goal === 'down') return {phase: 'stopped'}
  if (member.life.signal.aborted) return {phase: 'pending', holds: []}
  return {phase: 'failed', error: startFailed(member.task, error)}
}

export function runtimeNamed(deps: Pick<RunDeps, 'runtimes'>, kind: RuntimeKind): Runtime {
  const runtime = deps.runtimes[kind]
  if (runtime === undefined)
    throw new MsaError('E_RUNTIME_UNAVAILABLE', `the ${kind} runtime is not available here`, {tryThis: ['msa doctor']})
  return runtime
}
