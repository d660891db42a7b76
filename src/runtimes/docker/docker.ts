import {statSync} from 'node:fs'
import type Docker from 'dockerode'
import {MsaError} from '../../errors.js'
import type {Clock} from '../../platform/clock.js'
import {fileSize} from '../../platform/files.js'
import {createRelay, type Relay} from '../../platform/relay.js'
import type {Exit, LabIdentity, Runtime, Stats, StopOptions, Task, TaskHandle} from '../runtime.js'
import {endsWithin, exec, kill, removeContainer, unpause} from './container-calls.js'
import {engineAway, isAway, isNotFound, statusOf} from './engine-error.js'
import {forgetEngineAddress, usesEngine} from './engine-file.js'
import {label} from './labels.js'
import {followLogs, type LogFollower} from './log-follower.js'
import {makeContainer} from './make-container.js'
import {ensureNetwork, type LabNetwork, removeNetwork} from './network.js'
import type {Engine} from './open-engine.js'
import {inside} from './places.js'
import {exitOf, handleOf, inspect, observeContainers, statsOf} from './runs.js'
import {removeVolumes, volumesOf} from './volumes.js'

/** How often an engine that went away is asked again. */
const engineRetryMs = 500
/** For what an ended container said last to come into its log file. */
const lastWordsMs = 1000
const statsPatienceMs = 1500
/** After SIGKILL the kernel needs a moment. */
const killPatienceMs = 5000

export interface DockerRuntimeOptions {
  /** Opens the engine that this lab is on, or finds one for it. Rejects with `E_RUNTIME_UNAVAILABLE`. */
  readonly open: (lab: LabIdentity) => Promise<Engine>
  readonly lab: LabIdentity
  readonly clock: Clock
}

/** Runs components as containers of an engine: each with its labels, on the lab's own network, its ports published on loopback only. */
export function dockerRuntime({open, lab: own, clock}: DockerRuntimeOptions): Runtime {
  const followers = new Map<string, LogFollower>()
  const logFiles = new Map<string, string>()
  let opened: Promise<Engine> | undefined
  let relay: Relay | undefined
  let network: Promise<LabNetwork> | undefined
  let cacheIsOpen: Promise<void> | undefined

  const engine = (): Promise<Engine> => {
    opened ??= open(own)
    return opened.catch((error: unknown) => {
      opened = undefined
      throw error
    })
  }
  /** Made once, however many containers start at once: engines allow several networks of one name. */
  const networkOf = (docker: Docker): Promise<LabNetwork> => {
    network ??= ensureNetwork(docker, own).catch((error: unknown) => {
      network = undefined
      throw error
    })
    return network
  }
  const withEngine = async <T>(work: (docker: Docker, engine: Engine) => Promise<T>): Promise<T> => {
    const found = await engine()
    try {
      return await work(found.docker, found)
    } catch (error) {
      throw isAway(error) && !(error instanceof MsaError) ? engineAway(found.address, error) : error
    }
  }

  return {
    kind: 'docker',
    capabilities: {exec: true, volumes: true, adoptsExitCode: true},
    detect: () => withEngine(async docker => ({version: (await docker.version()).Version})),
    observe: lab => (usesEngine(lab) ? withEngine(docker => observeContainers(docker, lab)) : Promise.resolve([])),
    connect,
    start: (task, run, signal) => withEngine((_, found) => start(found, task, run, signal)),
    wait,
    stop,
    stats,
    exec: (handle, command, signal) => withEngine(docker => exec(docker, handle, command, signal)),
    async clear(lab) {
      await relay?.close()
      relay = undefined
      network = undefined
      if (usesEngine(lab)) await withEngine(docker => removeNetwork(docker, lab))
    },
    volumes: async (lab, tasks) => (usesEngine(lab) ? withEngine(docker => volumesOf(docker, lab, tasks)) : []),
    async deleteVolumes(lab, tasks) {
      if (!usesEngine(lab)) return
      await withEngine(docker => removeVolumes(docker, lab, tasks))
      if (tasks === undefined) await forgetEngineAddress(lab)
    },
    // An engine publishes no port that somebody else has.
    ownsPort: async () => ({owner: 'task'}),
  }

  /** Processes listen on loopback, where no container comes; the machine's address in the lab's own network leads there. */
  async function connect(_lab: LabIdentity, tasks: readonly Task[]): Promise<void> {
    for (const {name, logFile} of tasks) logFiles.set(name, logFile)
    const local = tasks.filter(({runtime}) => runtime === 'local')
    if (local.length === tasks.length || local.length === 0) return relay?.serve([])
    await withEngine(async (docker, {isNative}) => {
      if (!isNative) return
      const {gateway, subnet} = await networkOf(docker)
      relay ??= createRelay(gateway, subnet)
      await relay.serve([...new Set(tasks.flatMap(({ports}) => Object.values(ports)))])
    })
  }

  async function start(found: Engine, task: Task, run: string, signal: AbortSignal): Promise<TaskHandle> {
    const {docker, user, isNative, logDriver} = found
    const {container} = task
    if (container === undefined)
      throw new MsaError('E_INTERNAL', `${task.name} has no container`, {tryThis: ['msa up']})
    const {name, gateway} = await networkOf(docker)
    const logFrom = (await fileSize(task.logFile)) ?? 0
    const machine = isNative ? gateway : 'host-gateway'
    const openCache = (made: Docker.Container) => {
      cacheIsOpen ??= giveCache(made, user).catch((error: unknown) => {
        cacheIsOpen = undefined
        throw error
      })
      return cacheIsOpen
    }
    const wanted = {...{task, container, run, signal, openCache}, ...{network: name, machine, user, logDriver}}
    const info = await makeContainer(docker, wanted)
    follow(found, info.Id, run, task.logFile, 0n)
    return handleOf(info, run, logFrom)
  }

  function follow({docker, logDriver}: Engine, id: string, run: string, logFile: string, since: bigint): void {
    if (!followers.has(run)) followers.set(run, followLogs(docker, id, {logFile, since, logDriver, clock}))
  }

  /** Of one that an earlier msa started, too; an engine that is away says nothing about its containers. */
  async function wait(handle: TaskHandle, signal: AbortSignal): Promise<Exit> {
    for (;;) {
      signal.throwIfAborted()
      const exit = await waitOnce(handle, signal).catch((error: unknown) => {
        if (isNotFound(error)) return exitOf(undefined, false)
        if (isAway(error) || statusOf(error) !== undefined || signal.aborted) return undefined
        throw error
      })
      if (exit !== undefined) return exit
      await clock.sleep(engineRetryMs, signal)
    }
  }

  async function waitOnce(handle: TaskHandle, signal: AbortSignal): Promise<Exit | undefined> {
    const found = await engine()
    const {docker} = found
    adoptLog(found, handle)
    const container = docker.getContainer(handle.container ?? '')
    await container.wait({condition: 'not-running', abortSignal: signal})
    const info = await inspect(docker, container.id)
    // A connection that was cut looks like an answer.
    return info?.State.Running ? undefined : exitOf(info, false)
  }

  /** What an adopted container wrote since its log file was last written. */
  function adoptLog(found: Engine, {run, container}: TaskHandle): void {
    if (followers.has(run) || container === undefined) return
    followers.set(run, {done: Promise.resolve(), stop: () => undefined})
    void inspect(found.docker, container)
      .then(info => {
        const logFile = logFiles.get(info?.Config.Labels[label.component] ?? '')
        if (logFile === undefined) return
        followers.delete(run)
        follow(found, container, run, logFile, writtenUntil(logFile))
      })
      .catch(() => followers.delete(run))
  }

  async function stop(handle: TaskHandle, options: StopOptions): Promise<Exit> {
    return withEngine(async docker => {
      const container = docker.getContainer(handle.container ?? '')
      const forced = (await inspect(docker, container.id))?.State.Running === true && (await end(container, options))
      const info = await inspect(docker, container.id)
      await Promise.race([followers.get(handle.run)?.done, clock.sleep(lastWordsMs)])
      followers.get(handle.run)?.stop()
      followers.delete(handle.run)
      await removeContainer(container)
      return {...exitOf(info, forced), note: 'stopped'}
    })
  }

  /** True when force was needed. */
  async function end(container: Docker.Container, {signal, graceMs}: StopOptions): Promise<boolean> {
    await unpause(container)
    await kill(container, signal)
    if (await endsWithin(container, graceMs, clock)) return false
    await kill(container, 'SIGKILL')
    await endsWithin(container, killPatienceMs, clock)
    return true
  }

  async function stats(handles: readonly TaskHandle[]): Promise<ReadonlyMap<string, Stats>> {
    const found = new Map<string, Stats>()
    if (handles.length === 0) return found
    const {docker} = await engine()
    await Promise.all(
      handles.map(async ({run, container = ''}) => {
        // A paused one answers only when it goes on.
        const figures = await Promise.race([
          docker
            .getContainer(container)
            .stats({stream: false, 'one-shot': true})
            .catch(() => undefined),
          clock.sleep(statsPatienceMs).then(() => undefined),
        ])
        if (figures !== undefined) found.set(run, statsOf(figures))
      }),
    )
    return found
  }
}

async function giveCache(container: Docker.Container, user: string): Promise<void> {
  const {cacheArchive} = await import('./archive.js')
  await container.putArchive(cacheArchive(user), {path: inside.cacheVolume})
}

function writtenUntil(logFile: string): bigint {
  return statSync(logFile, {bigint: true, throwIfNoEntry: false})?.mtimeNs ?? 0n
}
