import {join} from 'node:path'
import {pathExists, removeTree} from '../../platform/files.js'
import type {LabPlace} from '../place.js'
import {runtimesOf} from '../runtimes.js'
import {stopComponents} from './change-lab.js'
import {downLab} from './down-lab.js'
import type {StateSink} from './follow.js'
import {findSnapshot} from './lab-client.js'

export interface TakeDown {
  readonly place: LabPlace
  readonly env: NodeJS.ProcessEnv
  readonly asked: readonly string[]
  readonly force: boolean
  readonly volumes: boolean
  readonly dryRun: boolean
  /** Rejects when the person says no. */
  readonly approve: (what: string) => Promise<void>
  readonly onState: StateSink
  readonly signal: AbortSignal
}

export interface TakenDown {
  readonly stopped: readonly string[]
  readonly forced: readonly string[]
  readonly deleted: readonly string[]
  readonly dryRun: boolean
}

/** What a lab keeps beside its secrets: data of the servers, their rendered configuration and logs. */
const dataFolders = ['data', 'config', 'logs'] as const

export async function takeDown(options: TakeDown): Promise<TakenDown> {
  const {place, env, asked, volumes, dryRun} = options
  const {docker} = runtimesOf(place.identity, env)
  const folders = volumes ? dataFolders.map(name => join(place.identity.dir, name)).filter(pathExists) : []
  if (dryRun) return {stopped: await activeNames(place, env), forced: [], deleted: folders, dryRun}
  if (folders.length > 0) await options.approve(`the data of the lab ${place.identity.name} (${folders.join(', ')})`)
  const {stopped, forced} = await stop(options, asked)
  for (const folder of folders) await removeTree(folder)
  const deleted = volumes ? await docker.clear(place.identity, {volumes}) : []
  return {stopped, forced, deleted: [...folders, ...deleted.map(name => `volume ${name}`)], dryRun}
}

async function stop({place, env, force, onState, signal}: TakeDown, asked: readonly string[]) {
  const lab = place.identity
  if (asked.length > 0) {
    const {names} = await stopComponents({lab, env, asked, onState, signal})
    return {stopped: names, forced: []}
  }
  return downLab({lab, env, by: 'msa down', force, onState, signal})
}

async function activeNames({identity}: LabPlace, env: NodeJS.ProcessEnv): Promise<string[]> {
  const running = await findSnapshot(identity, env)
  return running?.snapshot.components.filter(({state}) => 'handle' in state).map(({name}) => name) ?? []
}
