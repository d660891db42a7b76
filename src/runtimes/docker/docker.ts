import {statSync} from 'node:fs'
import {dirname} from 'node:path'
import type Docker from 'dockerode'
import {MsaError} from '../../errors.js'
import type {Clock} from '../../platform/clock.js'
import {fileSize, makePrivateFolder, writeFileAtomic} from '../../platform/files.js'
import {createRelay, type Relay} from '../../platform/relay.js'
import {clearRemains, isAtHand} from '../prepare.js'
import type {Exit, LabIdentity, Runtime, Stats, StopOptions, Task, TaskHandle} from '../runtime.js'
import {createOptions} from './create-options.js'
import {engineAway, isAway, isNotFound, startError, statusOf} from './engine-error.js'
import {usesEngine} from './engine-file.js'
import {containerName, label} from './labels.js'
import {followLogs, type LogFollower} from './log-follower.js'
import {ensureNetwork, type LabNetwork, removeNetwork} from './network.js'
import type {Engine} from './open-engine.js'
import {inside, onMachine} from './places.js'
import {exitOf, handleOf, inspect, observeContainers, statsOf} from './runs.js'
import {ensureVolumes, removeVolumes} from './volumes.js'

/** How often an engine that went away is asked again. */
const engineRetryMs = 500
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
    start: (task, run, signal) => withEngine((docker, found) => start(docker, found, task, run, signal)),
    wait,
    stop,
    stats,
    exec: (handle, command, signal) => withEngine(docker => exec(docker, handle, command, signal)),
    async clear(lab, {volumes}) {
      await relay?.close()
      relay = undefined
      network = undefined
      if (!usesEngine(lab)) return []
      return withEngine(async docker => {
        await removeNetwork(docker, lab)
        return volumes ? removeVolumes(docker, lab) : []
      })
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

  async function start(
    docker: Docker,
    {user, isNative}: Engine,
    task: Task,
    run: string,
    signal: AbortSignal,
  ): Promise<TaskHandle> {
    const {container} = task
    if (container === undefined)
      throw new MsaError('E_INTERNAL', `${task.name} has no container`, {tryThis: ['msa up']})
    await prepare(task, signal)
    const {name: networkName, gateway} = await networkOf(docker)
    await ensureVolumes(docker, task)
    await removeOld(docker, task)
    signal.throwIfAborted()
    const logFrom = (await fileSize(task.logFile)) ?? 0
    const machine = isNative ? gateway : 'host-gateway'
    const options = createOptions(task, container, run, {network: networkName, machine, user})
    const made = await docker.createContainer(options).catch((error: unknown) => {
      throw startError(task.name, container.image, error)
    })
    try {
      if (container.managed) await fillVolume(made, task, user)
      await made.start()
    } catch (error) {
      await made.remove({force: true}).catch(() => undefined)
      throw startError(task.name, container.image, error)
    }
    const info = await made.inspect()
    follow(docker, info.Id, run, task.logFile, 0n)
    return handleOf(info, run, logFrom)
  }

  function follow(docker: Docker, id: string, run: string, logFile: string, since: bigint): void {
    if (!followers.has(run)) followers.set(run, followLogs(docker, id, {logFile, since, clock}))
  }

  /** Of one that an earlier msa started, too; an engine that is away says nothing about its containers. */
  async function wait(handle: TaskHandle, signal: AbortSignal): Promise<Exit> {
    const id = handle.container ?? ''
    for (;;) {
      signal.throwIfAborted()
      try {
        const {docker} = await engine()
        adoptLog(docker, handle)
        const waited = await docker.getContainer(id).wait({condition: 'not-running', abortSignal: signal})
        if (waited !== undefined) return exitOf(await inspect(docker, id), false)
      } catch (error) {
        if (isNotFound(error)) return exitOf(undefined, false)
        if (!isAway(error) && statusOf(error) === undefined && !signal.aborted) throw error
      }
      await clock.sleep(engineRetryMs, signal)
    }
  }

  /** What an adopted container wrote since its log file was last written. */
  function adoptLog(docker: Docker, {run, container}: TaskHandle): void {
    if (followers.has(run) || container === undefined) return
    followers.set(run, {done: Promise.resolve(), stop: () => undefined})
    void inspect(docker, container)
      .then(info => {
        const logFile = logFiles.get(info?.Config.Labels[label.component] ?? '')
        if (logFile === undefined) return
        followers.delete(run)
        follow(docker, container, run, logFile, writtenUntil(logFile))
      })
      .catch(() => followers.delete(run))
  }

  async function stop(handle: TaskHandle, {signal, graceMs}: StopOptions): Promise<Exit> {
    return withEngine(async docker => {
      const container = docker.getContainer(handle.container ?? '')
      let info = await inspect(docker, container.id)
      let forced = false
      if (info?.State.Running) {
        await kill(container, signal)
        if (!(await endsWithin(container, graceMs))) {
          forced = true
          await kill(container, 'SIGKILL')
          await endsWithin(container, killPatienceMs)
        }
        info = await inspect(docker, container.id)
      }
      await Promise.race([followers.get(handle.run)?.done, clock.sleep(2 * engineRetryMs)])
      followers.get(handle.run)?.stop()
      followers.delete(handle.run)
      await container.remove({force: true}).catch((error: unknown) => {
        // 409: somebody else is just removing it.
        if (!isNotFound(error) && statusOf(error) !== 409) throw error
      })
      return {...exitOf(info, forced), note: 'stopped'}
    })
  }

  async function endsWithin(container: Docker.Container, ms: number): Promise<boolean> {
    const over = new AbortController()
    const ended = container
      .wait({condition: 'not-running', abortSignal: over.signal})
      .then(() => true)
      .catch((error: unknown) => isNotFound(error))
    const result = await Promise.race([ended, clock.sleep(ms, over.signal).then(() => false)])
    over.abort()
    return result
  }

  async function stats(handles: readonly TaskHandle[]): Promise<ReadonlyMap<string, Stats>> {
    const found = new Map<string, Stats>()
    if (handles.length === 0) return found
    const {docker} = await engine()
    await Promise.all(
      handles.map(async ({run, container = ''}) => {
        const figures = await docker
          .getContainer(container)
          .stats({stream: false, 'one-shot': true})
          .catch(() => undefined)
        if (figures !== undefined) found.set(run, statsOf(figures))
      }),
    )
    return found
  }
}

async function fillVolume(container: Docker.Container, task: Task, user: string): Promise<void> {
  const {archiveOf, ownership} = await import('./archive.js')
  await container.putArchive(archiveOf(task, user), {path: inside.volume})
  await container.putArchive(ownership(user), {path: inside.cache})
}

/** Rendered files are kept on this machine, too: probes read some, and a start without the secrets at hand takes them from there. */
async function prepare(task: Task, signal: AbortSignal): Promise<void> {
  const {files = [], beforeStart = []} = task.workload
  await makePrivateFolder(dirname(task.logFile))
  await makePrivateFolder(task.configDir)
  for (const file of files.filter(isAtHand)) {
    const path = onMachine(task, file.path)
    await makePrivateFolder(dirname(path))
    await writeFileAtomic(path, file.content, {mode: 0o600, durable: false})
  }
  for (const remains of beforeStart) await clearRemains(remains, signal)
}

/** A container of that name: what is left of an earlier run goes, a stranger's stays and is named. */
async function removeOld(docker: Docker, task: Task): Promise<void> {
  const name = containerName(task)
  const info = await inspect(docker, name)
  if (info === undefined) return
  const isOwn = info.Config.Labels?.[label.lab] === task.lab.id
  if (isOwn && !info.State.Running) return docker.getContainer(info.Id).remove({force: true})
  throw new MsaError(
    'E_FAILED',
    isOwn
      ? `${task.name} already runs in the container ${name}`
      : `a container named ${name} is there already, and msa did not make it`,
    {
      details: [`image ${info.Config.Image}, made ${info.Created}`],
      tryThis: isOwn
        ? ['Stop the lab, then start it again: msa down']
        : [`Remove it if nobody needs it: docker rm -f ${name}`, 'Or give the lab another name: name: in msa.yml'],
    },
  )
}

async function kill(container: Docker.Container, signal: NodeJS.Signals): Promise<void> {
  await container.kill({signal}).catch((error: unknown) => {
    // 409: it has just ended.
    if (!isNotFound(error) && statusOf(error) !== 409) throw error
  })
}

async function exec(
  docker: Docker,
  handle: TaskHandle,
  command: readonly string[],
  signal: AbortSignal,
): Promise<{readonly exitCode: number}> {
  const made = await docker
    .getContainer(handle.container ?? '')
    .exec({Cmd: [...command], AttachStdout: true, AttachStderr: true})
  const stream = await made.start({hijack: true, stdin: false})
  const stop = () => stream.destroy()
  signal.addEventListener('abort', stop, {once: true})
  await new Promise<void>(resolve => {
    stream.once('close', resolve)
    stream.once('end', resolve)
    stream.once('error', () => resolve())
    stream.resume()
  })
  signal.removeEventListener('abort', stop)
  return {exitCode: (await made.inspect()).ExitCode ?? -1}
}

function writtenUntil(logFile: string): bigint {
  return statSync(logFile, {bigint: true, throwIfNoEntry: false})?.mtimeNs ?? 0n
}
