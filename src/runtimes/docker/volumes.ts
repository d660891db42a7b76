import type Docker from 'dockerode'
import {MsaError} from '../../errors.js'
import type {LabIdentity, Task} from '../runtime.js'
import {isNotFound, statusOf} from './engine-error.js'
import {cacheVolume, label, labLabels, volumeName} from './labels.js'

/** The volumes of a task and the one that all labs share; one of that name that msa did not make is refused. */
export async function ensureVolumes(docker: Docker, task: Task): Promise<void> {
  const {lab, name, container} = task
  if (container === undefined) return
  const own = [...(container.managed ? [name] : []), ...Object.keys(container.volumes)]
  await Promise.all([
    ...own.map(volume =>
      ensureVolume(docker, volumeName(lab, volume), {...labLabels(lab), [label.component]: name}, label.lab),
    ),
    ...(container.managed ? [ensureVolume(docker, cacheVolume, {[label.cache]: '1'}, label.cache)] : []),
  ])
}

async function ensureVolume(docker: Docker, name: string, labels: Record<string, string>, mark: string): Promise<void> {
  try {
    const {Labels} = await docker.getVolume(name).inspect()
    if (Labels?.[mark] === labels[mark]) return
  } catch (error) {
    if (!isNotFound(error)) throw error
    await docker.createVolume({Name: name, Labels: labels}).catch(async (failed: unknown) => {
      // Podman refuses one of two who make the same volume in the same moment.
      if (statusOf(failed) !== 500) throw failed
      const {Labels} = await docker.getVolume(name).inspect()
      if (Labels?.[mark] !== labels[mark]) throw failed
    })
    return
  }
  throw new MsaError('E_FAILED', `a volume named ${name} is there already, and msa did not make it`, {
    tryThis: [`Look at it: docker volume inspect ${name}`, 'Or give the lab another name: name: in msa.yml'],
  })
}

/** Those of some tasks, or of all. */
export async function volumesOf(docker: Docker, lab: LabIdentity, tasks?: readonly string[]): Promise<string[]> {
  const {Volumes} = await docker.listVolumes({filters: {label: [`${label.lab}=${lab.id}`]}})
  const owned = (Volumes ?? []).filter(
    ({Labels}) => tasks === undefined || tasks.includes(Labels?.[label.component] ?? ''),
  )
  return owned.map(({Name}) => Name).sort()
}

export async function removeVolumes(docker: Docker, lab: LabIdentity, tasks?: readonly string[]): Promise<void> {
  await Promise.all((await volumesOf(docker, lab, tasks)).map(name => docker.getVolume(name).remove()))
}
