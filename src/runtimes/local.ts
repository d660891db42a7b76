import {MsaError} from '../errors.js'
import type {Clock} from '../platform/clock.js'
import {type Daemon, spawnDaemon} from '../platform/daemon.js'
import {fileSize} from '../platform/files.js'
import {listensOn, portOwner} from '../platform/ports.js'
import {bootId, findMarked, isAlive, type MarkedProcess, processFacts} from '../platform/processes.js'
import {setSessionNiceness} from '../platform/session-priority.js'
import {prepareWorkload} from './prepare.js'
import {processOf} from './process-of.js'
import {endTree, treeOf} from './process-tree.js'
import type {Exit, LabIdentity, Observed, PortClaim, Runtime, Stats, Task, TaskHandle} from './runtime.js'

/** How often the end of an adopted process is looked for; one's own children report by themselves. */
const adoptedPollMs = 500
/** Two fifths of the share of those who do not yield. Less, and what takes longest of all, RabbitMQ's first boot, would be the last to end. */
const yieldingNiceness = 4

/**
 * Runs components as processes of this machine: each in a session of its own, its output in files, marked in its environment,
 * so that any later msa finds it again.
 */
export function localRuntime(clock: Clock): Runtime {
  const children = new Map<string, Daemon>()
  let settingShares: Promise<void> = Promise.resolve()
  return {
    kind: 'local',
    capabilities: {exec: false, volumes: false, adoptsExitCode: false},
    async detect() {
      return {version: `${process.platform} ${process.arch}`}
    },
    async observe(lab) {
      return observeMarked(lab)
    },
    async start(task, run, signal) {
      await prepareWorkload(task, environmentOf(task, run), signal)
      const logFrom = (await fileSize(task.logFile)) ?? 0
      const daemon = await spawnDaemon({...processOf(task), env: environmentOf(task, run), logFile: task.logFile})
      children.set(run, daemon)
      const boot = bootId()
      return {
        runtime: 'local',
        run,
        pid: daemon.pid,
        bootId: boot,
        startTime: processFacts(daemon.pid, boot)?.startTime ?? 'gone',
        logFrom,
      }
    },
    async wait(handle, signal) {
      const child = children.get(handle.run)
      if (child === undefined) return waitForAdopted(handle, clock, signal)
      const {code, signal: by} = await child.exited
      return {code, signal: by, forced: false}
    },
    async stop(handle, options) {
      const forced = await endTree(handle, options, clock)
      const child = children.get(handle.run)
      children.delete(handle.run)
      if (child === undefined) return {code: null, signal: null, forced, note: 'stopped'}
      const {code, signal} = await child.exited
      return {code, signal, forced, note: 'stopped'}
    },
    async stats(handles) {
      return statsOf(handles)
    },
    yieldTo({pid}, others) {
      // One after the other: what was said last must be what holds.
      settingShares = settingShares.then(() => setSessionNiceness(pid, others ? yieldingNiceness : 0, clock))
    },
    async connect() {
      // Processes of one machine reach each other as they are.
    },
    async clear() {
      // What is left are files, and those are the lab's data.
    },
    volumes: async () => [],
    deleteVolumes: async () => undefined,
    async ownsPort(handle, port) {
      return claimOf(handle, port)
    },
  }
}

function environmentOf(task: Task, run: string): Record<string, string> {
  return {...processOf(task).env, ...marksOf(task.lab, task.name, run, task.configHash)}
}

/** The marks by which a process of the lab is known, whatever becomes of its parents. */
export function marksOf(lab: LabIdentity, component: string, run: string, configHash: string): Record<string, string> {
  return {MSA_LAB: lab.id, MSA_COMPONENT: component, MSA_RUN: run, MSA_CONFIG: configHash}
}

function observeMarked(lab: LabIdentity): Observed[] {
  const byRun = new Map<string, MarkedProcess[]>()
  for (const found of findMarked('MSA_LAB', lab.id)) {
    const run = found.marks.MSA_RUN
    if (run !== undefined && found.marks.MSA_COMPONENT !== undefined) byRun.set(run, [...(byRun.get(run) ?? []), found])
  }
  return [...byRun].map(([run, members]) => observedRun(run, members))
}

/** The leader founded the session; when only its descendants are left the run is over, but must still be cleared away. */
function observedRun(run: string, found: readonly MarkedProcess[]): Observed {
  const members = [...found].sort(
    (one, other) => Number(one.startTime) - Number(other.startTime) || one.pid - other.pid,
  )
  const leader = members.find(
    member => member.group === member.pid && !members.some(other => other.pid === member.parent),
  )
  const shown = leader ?? members[0]
  if (shown === undefined) throw new MsaError('E_INTERNAL', `run ${run} without a process`, {tryThis: ['msa down']})
  return {
    task: shown.marks.MSA_COMPONENT ?? '',
    configHash: shown.marks.MSA_CONFIG ?? '',
    running: leader !== undefined,
    handle: {runtime: 'local', run, pid: shown.pid, startTime: shown.startTime, bootId: shown.bootId, logFrom: 0},
  }
}

async function waitForAdopted(handle: TaskHandle, clock: Clock, signal: AbortSignal): Promise<Exit> {
  while (isAlive(handle)) {
    if (signal.aborted) throw signal.reason
    await clock.sleep(adoptedPollMs, signal)
  }
  return {code: null, signal: null, forced: false, note: 'unknown'}
}

function statsOf(handles: readonly TaskHandle[]): Map<string, Stats> {
  const stats = new Map<string, Stats>()
  const marked = findMarked('MSA_RUN')
  for (const handle of handles) {
    const members = marked.filter(({marks}) => marks.MSA_RUN === handle.run)
    stats.set(handle.run, {
      rssBytes: members.reduce((sum, member) => sum + member.rssBytes, 0),
      cpuSeconds: members.reduce((sum, member) => sum + member.cpuSeconds, 0),
    })
  }
  return stats
}

/** Most servers listen themselves; to find their tree, all processes of the machine are looked at. */
function* likelyFirst(handle: TaskHandle): Generator<number> {
  yield handle.pid
  for (const {pid} of treeOf(handle)) yield pid
}

function claimOf(handle: TaskHandle, port: number): PortClaim {
  const mine = listensOn(port, () => likelyFirst(handle))
  if (mine === undefined) return {owner: 'unknown'}
  if (mine) return {owner: 'task'}
  const owner = portOwner(port)
  if (owner === undefined) return {owner: 'nobody'}
  return {
    owner: 'stranger',
    who: owner.pid === undefined ? 'a process of another user' : `pid ${owner.pid} (${owner.command ?? '?'})`,
  }
}
