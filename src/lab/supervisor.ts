import {reasonOf} from '../errors.js'
import type {Observed, Task, TaskHandle} from '../runtimes/runtime.js'
import {type Decision, decide, type Goal, yields} from './decide.js'
import {type Member, newMember} from './member.js'
import type {UpRequest} from './protocol.js'
import {createRuns, newRun, type RunDeps, runtimeNamed} from './run.js'
import {type ComponentState, handleOf} from './state.js'

export interface Wanted {
  readonly task: Task
  readonly goal: Goal
  /** The run that was noted last, if one was under way. */
  readonly run?: {readonly handle?: TaskHandle}
}

/** The one loop: it keeps what each component should be and what it is, and acts on the difference. */
export interface Supervisor {
  readonly members: ReadonlyMap<string, Member>
  /** Takes over what already runs; ends what is left of runs whose main process is gone. */
  adopt(observed: readonly Observed[], known: readonly Wanted[]): Promise<void>
  /** Takes in these tasks and wants the named ones up; what is no longer a member of the lab is stopped and forgotten. */
  up(request: Pick<UpRequest, 'tasks' | 'members' | 'names' | 'by'>): Promise<void>
  /** Wants known tasks up as they are. */
  start(names: readonly string[], by: string): Promise<void>
  down(names: readonly string[], by: string): Promise<void>
  restart(names: readonly string[], by: string): Promise<void>
  /** Is nothing running and nothing wanted? */
  isIdle(): boolean
}

/** `onChange` is called after each change of a component's state. */
export function createSupervisor(deps: RunDeps, onChange: () => void = () => undefined): Supervisor {
  const members = new Map<string, Member>()
  /** What runs although no task of that name is known yet: the state file was lost. The next wish tells what to do with it. */
  let unclaimed: readonly Observed[] = []
  const runs = createRuns(deps, {become, yields: member => yields(member, [...members.values()])})
  let ticking = false
  let adopting = 0

  return {members, adopt, up, start, down, restart, isIdle}

  async function adopt(observed: readonly Observed[], known: readonly Wanted[]): Promise<void> {
    for (const {task, goal} of known) members.set(task.name, newMember(task, goal))
    unclaimed = known.length === 0 ? observed : []
    if (known.length > 0)
      await connect().catch(error =>
        deps.emit({type: 'note', text: `containers cannot reach processes: ${reasonOf(error)}`}),
      )
    const noted = new Map(known.flatMap(({run}) => (run?.handle === undefined ? [] : [[run.handle.run, run.handle]])))
    if (unclaimed.length === 0) await adoptAll(observed.map(found => asNoted(found, noted)))
    tick()
  }

  /** Whatever runs must reach whatever else runs, also across runtimes. */
  async function connect(): Promise<void> {
    const tasks = [...members.values()].map(({task}) => task)
    await Promise.all(Object.values(deps.runtimes).map(runtime => runtime.connect(deps.lab, tasks)))
  }

  async function claim(): Promise<void> {
    if (unclaimed.length === 0) return
    const found = unclaimed
    unclaimed = []
    await adoptAll(found)
  }

  /** Nothing is decided meanwhile: what is left of a run must be gone before the component is started again (promise P3). */
  async function adoptAll(found: readonly Observed[]): Promise<void> {
    adopting += 1
    try {
      await Promise.all(found.map(adoptOne))
    } finally {
      adopting -= 1
      tick()
    }
  }

  async function adoptOne({task: name, handle, configHash, running}: Observed): Promise<void> {
    const member = members.get(name)
    if (!running || member === undefined || handleOf(member.state) !== undefined) {
      const graceMs = member?.task.stopGraceMs ?? 10_000
      await runtimeNamed(deps, handle.runtime).stop(handle, {signal: 'SIGTERM', graceMs})
      return deps.emit({
        type: 'note',
        component: name,
        text: `ended what was left of an earlier run (pid ${handle.pid})`,
      })
    }
    member.adopted = true
    member.runningHash = configHash
    deps.emit({type: 'note', component: name, text: `adopted pid ${handle.pid}`})
    become(member, {phase: 'starting', handle, notReadyBecause: 'adopted, not asked yet'})
    void runs.live(member, handle)
  }

  async function up({tasks, members: all, names, by}: Parameters<Supervisor['up']>[0]): Promise<void> {
    for (const task of tasks) {
      const member = members.get(task.name)
      // Wanted before it is claimed: what runs without a known task must not be taken for unwanted.
      if (member === undefined) members.set(task.name, newMember(task, names.includes(task.name) ? 'up' : 'down'))
      else if (names.includes(task.name)) member.task = task
    }
    await claim()
    await connect()
    forgetVanished(all)
    await start(names, by)
  }

  async function start(names: readonly string[], by: string): Promise<void> {
    setGoal(names, 'up', by)
    await deps.store.intend(nextRuns())
    tick()
  }

  /** Of all that are going to be started, in one write. */
  function nextRuns(): Map<string, string> {
    const next = new Map<string, string>()
    for (const member of members.values()) {
      if (member.goal !== 'up' || member.state.phase !== 'pending') continue
      member.nextRun ??= newRun()
      next.set(member.task.name, member.nextRun)
    }
    return next
  }

  async function down(names: readonly string[], by: string): Promise<void> {
    await claim()
    setGoal(names, 'down', by)
    // A full disk must not keep anybody from stopping the lab.
    await deps.store.save().catch(error => deps.emit({type: 'note', text: `state not saved: ${reasonOf(error)}`}))
    tick()
  }

  async function restart(names: readonly string[], by: string): Promise<void> {
    await start(names, by)
    for (const name of names) {
      const member = members.get(name)
      if (member && handleOf(member.state) !== undefined && member.state.phase !== 'stopping')
        void runs.stop(member, `restarted by ${by}`)
    }
  }

  function isIdle(): boolean {
    return (
      unclaimed.length === 0 &&
      [...members.values()].every(
        ({goal, state}) => goal === 'down' && (state.phase === 'stopped' || state.phase === 'failed'),
      )
    )
  }

  /** Tasks that are no longer in the lab file are stopped; once they are gone they are forgotten. */
  function forgetVanished(all: readonly string[]): void {
    for (const [name, member] of members) {
      member.isLeaving = !all.includes(name)
      if (!member.isLeaving) continue
      if (handleOf(member.state) === undefined && member.state.phase !== 'starting') members.delete(name)
      else member.goal = 'down'
    }
  }

  function setGoal(names: readonly string[], goal: Goal, by: string): void {
    for (const member of names.flatMap(name => members.get(name) ?? [])) {
      member.goal = goal
      if (goal === 'down' && handleOf(member.state) === undefined)
        member.life.abort(new Error('stopped while starting'))
      if (goal === 'up' && isOver(member.state)) startAnew(member)
    }
    deps.emit({type: 'goal', components: names, goal, by})
  }

  /** A start by hand forgives earlier failures (promise P11). */
  function startAnew(member: Member): void {
    member.failures = []
    member.life.abort()
    become(member, {phase: 'pending', holds: []})
  }

  /** Decides for every member what happens next, once per turn of the event loop however many changes led here. */
  function tick(): void {
    if (ticking) return
    ticking = true
    queueMicrotask(() => {
      ticking = false
      if (adopting > 0) return
      const entries = [...members.values()]
      for (const member of entries) act(member, decide(member, entries))
    })
  }

  function act(member: Member, decision: Decision): void {
    switch (decision.do) {
      case 'nothing':
        break
      case 'hold':
        if (!sameHolds(member.state, decision)) become(member, {phase: 'pending', holds: decision.holds})
        break
      case 'settle':
        member.life.abort()
        become(member, {phase: 'stopped'})
        break
      case 'start':
        void runs.start(member)
        break
      case 'stop':
        void runs.stop(member, decision.because)
        break
      default:
        decision satisfies never
    }
  }

  function become(member: Member, state: ComponentState): void {
    if (member.state.phase !== state.phase) member.since = Date.now()
    member.state = state
    deps.emit({type: 'state', component: member.task.name, state, goal: member.goal})
    if (member.isLeaving && state.phase === 'stopped') members.delete(member.task.name)
    tick()
    onChange()
  }
}

/** The noted handle knows more: which process is the main one, when a descendant of it looks like one, and where its log begins. */
function asNoted(found: Observed, noted: ReadonlyMap<string, TaskHandle>): Observed {
  const handle = noted.get(found.handle.run)
  if (handle === undefined) return found
  const isMain = handle.pid === found.handle.pid && handle.startTime === found.handle.startTime
  return isMain ? {...found, handle} : {...found, running: false}
}

/** Ended by itself, failed, or waiting to try again: a wish for "up" begins anew. */
function isOver(state: ComponentState): boolean {
  return (
    state.phase === 'failed' || state.phase === 'backoff' || (state.phase === 'stopped' && state.exit !== undefined)
  )
}

function sameHolds(state: ComponentState, decision: {readonly holds: readonly {readonly on: string}[]}): boolean {
  return (
    state.phase === 'pending' && state.holds.map(hold => hold.on).join() === decision.holds.map(hold => hold.on).join()
  )
}
