import {namesIn} from '../../platform/executables.js'
import {pathExists} from '../../platform/files.js'
import {usesEngine} from '../../runtimes/docker/engine-file.js'
import {volumeName} from '../../runtimes/docker/labels.js'
import type {LabIdentity, Task} from '../../runtimes/runtime.js'

/** What a task that is about to start leaves behind at its other runtime. */
export interface DataPlaces {
  readonly task: string
  readonly runtime: Task['runtime']
  /** Of the process; undefined where there is none. */
  readonly folder: string | undefined
  /** Of the container; undefined where there is none. */
  readonly volume: string | undefined
}

/**
 * A line for each component that begins anew because it moved, or goes on with one of two states of its data, which may be the older one. Neither
 * runtime's data is touched: moved back, it is found again.
 */
export function movedText({task, runtime, folder, volume}: DataPlaces): string | undefined {
  if (folder !== undefined && volume !== undefined) {
    const [used, other] = runtime === 'docker' ? [`the volume ${volume}`, folder] : [folder, `the volume ${volume}`]
    return `${task} has data of both runtimes and uses ${used}; what is in ${other} stays as it is, and is not used`
  }
  if (runtime === 'docker' && folder !== undefined && volume === undefined)
    return `${task} moves into a container and begins with an empty volume; its data stays in ${folder}`
  if (runtime === 'local' && volume !== undefined && folder === undefined)
    return `${task} moves out of its container and begins with an empty folder; its data stays in the volume ${volume}`
  return undefined
}

/** Looks only where a lab has been on both sides. */
export async function movedData(lab: LabIdentity, tasks: readonly Task[], env: NodeJS.ProcessEnv): Promise<string[]> {
  if (!usesEngine(lab)) return []
  const volumes = new Set(await volumeNames(lab, env))
  return tasks.flatMap(({name, runtime, dataDir}) => {
    const volume = volumeName(lab, name)
    const text = movedText({
      ...{task: name, runtime},
      folder: pathExists(dataDir) && namesIn(dataDir).length > 0 ? dataDir : undefined,
      volume: volumes.has(volume) ? volume : undefined,
    })
    return text === undefined ? [] : [text]
  })
}

async function volumeNames(lab: LabIdentity, env: NodeJS.ProcessEnv): Promise<readonly string[]> {
  const [{peekEngine}, {volumesOf}] = await Promise.all([
    import('../../runtimes/docker/open-engine.js'),
    import('../../runtimes/docker/volumes.js'),
  ])
  // Only a hint: where no engine answers, a lab of processes starts without it.
  return peekEngine(lab, env)
    .then(({docker}) => volumesOf(docker, lab))
    .catch(() => [])
}
