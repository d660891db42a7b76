import {MsaError} from '../../errors.js'
import {systemClock} from '../../platform/clock.js'
import {folderId, pathExists, removeTree} from '../../platform/files.js'
import {lockHolder} from '../../platform/lock.js'
import {bootId, isAlive, pidsOfCommand, processFacts, signalProcess} from '../../platform/processes.js'
import {treeOf} from '../../runtimes/process-tree.js'
import type {LabIdentity, Observed, Task} from '../../runtimes/runtime.js'
import {observeAll, runtimesOf} from '../runtimes.js'
import {lockNameOf, socketPathOf} from '../socket-path.js'
import type {ComponentState} from '../state.js'
import {readState, stateFileOf} from '../state-file.js'
import {sweepLab} from '../sweep.js'
import {isSupervisorGone, untilDown} from './change-lab.js'
import type {StateSink, States} from './follow.js'
import {activeNames, findSnapshot, type Running} from './lab-client.js'

export interface DownOptions {
  readonly lab: LabIdentity
  readonly env: NodeJS.ProcessEnv
  readonly by: string
  /** End the supervisor itself first, which does not answer. */
  readonly force: boolean
  readonly onState: StateSink
  readonly signal: AbortSignal
}

export interface DownResult {
  /** Names of what was running. */
  readonly stopped: readonly string[]
  /** Those that needed SIGKILL. */
  readonly forced: readonly string[]
}

/** Stops everything in reverse order, the supervisor last, and resolves when nothing of them is left (promise P1). Works without a supervisor, too. */
export async function downLab(options: DownOptions): Promise<DownResult> {
  const {lab, env, force} = options
  if (!pathExists(lab.dir)) return {stopped: [], forced: []}
  if (force) await endSupervisor(lab)
  const running = force ? undefined : await findSnapshot(lab, env)
  const result = running === undefined ? await endByMarks(options) : await endBySupervisor(options, running)
  await sweepLab(lab)
  await assertNothingLeft(options)
  await runtimesOf(lab, env).docker.clear(lab)
  return result
}

async function endBySupervisor(options: DownOptions, running: Running): Promise<DownResult> {
  const {client, snapshot} = running
  const names = snapshot.components.map(({name}) => name)
  const active = activeNames(running)
  const states = await client
    .down({names, by: options.by})
    .then(() => untilDown(options, client, names))
    .catch((error: unknown): States => {
      if (options.signal.aborted || !isSupervisorGone(error)) throw error
      return new Map()
    })
  await untilGone(snapshot.supervisorPid)
  // Where it died instead of ending, something may be left.
  if ((await findSnapshot(options.lab, options.env)) === undefined) await endByMarks(options)
  return {stopped: names.filter(name => active.includes(name)), forced: forcedOf(states)}
}

function forcedOf(states: ReadonlyMap<string, ComponentState>): string[] {
  return [...states].flatMap(([name, state]) => (state.phase === 'stopped' && state.exit?.forced ? [name] : []))
}

/** The supervisor takes its socket and state file away and goes; whoever comes next must not meet it. */
async function untilGone(pid: number): Promise<void> {
  const boot = bootId()
  const facts = processFacts(pid, boot)
  const deadline = systemClock.now() + 3000
  while (facts !== undefined && isAlive(facts) && systemClock.now() < deadline) await systemClock.sleep(10)
}

/** Without a supervisor: everything that carries the lab's mark, dependents before what they depend on. */
async function endByMarks({lab, env, onState, signal}: DownOptions): Promise<DownResult> {
  const runtimes = runtimesOf(lab, env)
  const observed = await observeAll(runtimes, lab, signal)
  const tasks = await knownTasks(lab)
  const forced: string[] = []
  for (const wave of stopWaves(observed, tasks)) {
    await Promise.all(
      wave.map(async ({task, handle}) => {
        const known = tasks.find(({name}) => name === task)
        const graceMs = known?.stopGraceMs ?? 15_000
        onState(task, {phase: 'stopping', handle, graceMs})
        const exit = await runtimes[handle.runtime].stop(handle, {signal: known?.stopSignal ?? 'SIGTERM', graceMs})
        if (exit.forced) forced.push(task)
        onState(task, {phase: 'stopped', exit})
      }),
    )
  }
  if ((await holderOf(lab)) === undefined) {
    await removeTree(socketPathOf(lab, env))
    await removeTree(stateFileOf(lab))
  }
  return {stopped: observed.map(({task}) => task), forced}
}

async function knownTasks(lab: LabIdentity): Promise<readonly Task[]> {
  // `down` needs no state file; with one it knows the order and the grace periods.
  const state = await readState(lab, () => undefined).catch(() => undefined)
  return state?.members.map(({task}) => task) ?? []
}

/** Runs in the order in which they are stopped: first those that no other one needs. */
export function stopWaves(
  observed: readonly Observed[],
  tasks: readonly Pick<Task, 'name' | 'component' | 'dependsOn'>[],
): Observed[][] {
  const waves: Observed[][] = []
  let rest = [...observed]
  while (rest.length > 0) {
    const needed = (run: Observed) => {
      const own = tasks.find(({name}) => name === run.task)
      return rest.some(other => {
        const task = tasks.find(({name}) => name === other.task)
        return other !== run && task?.dependsOn.some(({on}) => on === run.task || on === own?.component)
      })
    }
    const free = rest.filter(run => !needed(run))
    const wave = free.length > 0 ? free : rest
    waves.push(wave)
    rest = rest.filter(run => !wave.includes(run))
  }
  return waves
}

async function holderOf(lab: LabIdentity): Promise<string | undefined> {
  return lockHolder(lockNameOf(await folderId(lab.dir)), `${lab.dir}/supervisor.lock`)
}

/** `--force`: the holder of the lab's lock is its supervisor; a stopped one is woken to die. */
async function endSupervisor(lab: LabIdentity): Promise<void> {
  const holder = await holderOf(lab)
  const {pid, dir} = holder === undefined ? {pid: silentSupervisor(lab), dir: lab.dir} : (JSON.parse(holder) as Holder)
  // The same folder mounted elsewhere is another lab's, and so is its supervisor.
  if (dir !== lab.dir) return
  const facts = pid === undefined ? undefined : processFacts(pid, bootId())
  if (facts === undefined) return
  signalProcess(facts, 'SIGKILL')
  await untilGone(facts.pid)
}

interface Holder {
  readonly pid: number | undefined
  readonly dir: string
}

/** A hung supervisor does not say who it is: its own command line does. */
function silentSupervisor(lab: LabIdentity): number | undefined {
  return pidsOfCommand(
    words => words.some(word => word.endsWith('supervisor.js')) && words.includes(JSON.stringify(lab)),
  )[0]
}

function leftText({task, handle}: Observed): string[] {
  if (handle.container !== undefined) return [`${task}: container ${handle.container.slice(0, 12)}`]
  return treeOf(handle).map(({pid}) => `${task}: pid ${pid}`)
}

async function assertNothingLeft({lab, env, signal}: DownOptions): Promise<void> {
  const left = await observeAll(runtimesOf(lab, env), lab, signal)
  if (left.length === 0) return
  throw new MsaError('E_LEFT_BEHIND', `${left.length} processes of the lab could not be ended`, {
    details: left.flatMap(leftText),
    tryThis: ['Look at them: msa status', 'Try again: msa down --force'],
  })
}
