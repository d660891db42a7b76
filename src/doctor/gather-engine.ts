import {MsaError} from '../errors.js'
import type {Part} from '../lab/tasks/members.js'
import {decideRuntime} from '../lab/tasks/runtime-of.js'
import {freeSpace} from '../platform/free-space.js'
import type {LabIdentity} from '../runtimes/runtime.js'
import type {EngineFacts} from './facts.js'

/**
 * Looks for a container engine: the one that the lab is on already, else the first that answers. Its client is loaded only here, since
 * nothing else of the doctor needs it.
 */
export async function gatherEngine(
  lab: LabIdentity,
  parts: readonly Part[],
  missing: readonly string[],
  env: NodeJS.ProcessEnv,
  signal: AbortSignal,
): Promise<EngineFacts> {
  const [{findEngine}, {readEngineAddress}] = await Promise.all([
    import('../runtimes/docker/engine.js'),
    import('../runtimes/docker/engine-file.js'),
  ])
  const noted = await readEngineAddress(lab)
  const namesIn = (engine: boolean) =>
    parts.flatMap(part => {
      const {name, runtime} = decideRuntime(part, {missing, engine, running: new Map()})
      return runtime === 'docker' ? [name] : []
    })
  try {
    const {docker: _, ...found} = await findEngine(env, signal, {noted})
    const isHere = process.platform === 'linux' && !found.isDesktop
    const space = isHere && found.dataFolder !== '' ? await freeSpace(found.dataFolder) : undefined
    return {inContainers: namesIn(true), found, space, problem: undefined}
  } catch (error) {
    if (!(error instanceof MsaError)) throw error
    return {inContainers: namesIn(false), found: undefined, space: undefined, problem: error}
  }
}
