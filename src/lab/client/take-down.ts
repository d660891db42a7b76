import {join} from 'node:path'
import {pathExists, removeTree} from '../../platform/files.js'
import type {LabIdentity} from '../../runtimes/runtime.js'
import type {LabPlace} from '../place.js'
import {runtimesOf} from '../runtimes.js'
import {type NamedComponents, namedComponents, stopComponents} from './change-lab.js'
import {downLab} from './down-lab.js'
import type {StateSink} from './follow.js'
import {activeNames, findSnapshot} from './lab-client.js'

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

/** With names only these are stopped, with what depends on them, and only the data of those that were named goes. */
export async function takeDown(options: TakeDown): Promise<TakenDown> {
  const {place, env, asked, volumes, dryRun} = options
  const {docker} = runtimesOf(place.identity, env)
  const names = asked.length === 0 ? undefined : await namedComponents(place.identity, env, asked)
  const folders = volumes ? foldersOf(place.identity, names).filter(pathExists) : []
  const kept = volumes ? await docker.volumes(place.identity, names?.asked) : []
  const deleted = [...folders, ...kept.map(name => `volume ${name}`)]
  if (dryRun)
    return {stopped: names?.active ?? activeNames(await findSnapshot(place.identity, env)), forced: [], deleted, dryRun}
  if (deleted.length > 0) await options.approve(`the data of ${whose(place, names?.asked)} (${deleted.join(', ')})`)
  const {stopped, forced} = await stop(options, asked)
  for (const folder of folders) await removeTree(folder)
  if (volumes) await docker.deleteVolumes(place.identity, names?.asked)
  return {stopped, forced, deleted, dryRun}
}

function foldersOf({dir}: LabIdentity, names: NamedComponents | undefined): string[] {
  if (names === undefined) return dataFolders.map(name => join(dir, name))
  return names.asked.map(name => join(dir, 'data', name))
}

function whose({identity}: LabPlace, asked: readonly string[] | undefined): string {
  return asked === undefined ? `the lab ${identity.name}` : asked.join(', ')
}

async function stop({place, env, force, onState, signal}: TakeDown, asked: readonly string[]) {
  const lab = place.identity
  if (asked.length > 0) {
    const {names} = await stopComponents({lab, env, asked, onState, signal})
    return {stopped: names, forced: []}
  }
  return downLab({lab, env, by: 'msa down', force, onState, signal})
}
