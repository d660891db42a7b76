import {dirname} from 'node:path'
import type Docker from 'dockerode'
import {MsaError} from '../../errors.js'
import {makePrivateFolder, writeFileAtomic} from '../../platform/files.js'
import {clearRemains, isAtHand} from '../prepare.js'
import type {Task, TaskContainer} from '../runtime.js'
import {createOptions, type Placement} from './create-options.js'
import {startError} from './engine-error.js'
import {containerName, label} from './labels.js'
import {inside, onMachine} from './places.js'
import {inspect} from './runs.js'
import {ensureVolumes} from './volumes.js'

export interface MakeContainer extends Placement {
  readonly task: Task
  readonly container: TaskContainer
  readonly run: string
  readonly signal: AbortSignal
  /** Gives the folder that all labs share to its user, the first time. */
  readonly openCache: (container: Docker.Container) => Promise<void>
}

/** A started container of a task, or none: what fails half-way is taken away again. */
export async function makeContainer(docker: Docker, wanted: MakeContainer): Promise<Docker.ContainerInspectInfo> {
  const {task, container, run, user, signal} = wanted
  await prepare(task, signal)
  await ensureVolumes(docker, task)
  await removeOld(docker, task)
  signal.throwIfAborted()
  const made = await docker.createContainer(createOptions(task, container, run, wanted)).catch((error: unknown) => {
    throw startError(task.name, container.image, error)
  })
  try {
    if (container.managed) {
      await wanted.openCache(made)
      await fillVolume(made, task, user)
    }
    await made.start()
    return await made.inspect()
  } catch (error) {
    await made.remove({force: true}).catch(() => undefined)
    throw startError(task.name, container.image, error)
  }
}

async function fillVolume(container: Docker.Container, task: Task, user: string): Promise<void> {
  const {archiveOf} = await import('./archive.js')
  await container.putArchive(archiveOf(task, user), {path: inside.volume})
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
