import {join} from 'node:path'
import {MsaError} from '../errors.js'
import {isRegularFile, pathExists, writeFileAtomic} from '../platform/files.js'
import {type ConfigFile, readConfigFile, writeConfigFile} from '../secrets/config-file.js'
import {type ConfigEntry, editConfig} from '../secrets/config-text.js'
import {parsePropertyPath} from '../secrets/property-path.js'
import type {ConfigTarget} from './config-target.js'

export interface SetConfig {
  /** The config server's folder. */
  readonly repository: string
  readonly target: ConfigTarget
  readonly property: string
  /** As it shall stand in the file: encrypted already, if it is a secret. */
  readonly value: string
  readonly document: number | undefined
  readonly unalias: boolean
  readonly dryRun: boolean
}

export interface SetResult {
  readonly file: string
  readonly key: string
  readonly before: string | undefined
  readonly after: string
  readonly change: 'added' | 'changed' | 'unchanged'
  readonly written: boolean
}

/** One value in the repository's own file; comments, order and every other byte stay as they are. */
export async function setConfig(request: SetConfig): Promise<SetResult> {
  const {repository, target, value, dryRun} = request
  const path = parsePropertyPath(request.property)
  const file = fileOf(repository, target)
  const config = isRegularFile(file) ? await readConfigFile(file) : undefined
  const before = valueAt(config?.entries ?? [], path.key, request.document)
  const change = {path, value, document: request.document, unalias: request.unalias}
  const edited = editConfig(config?.text ?? '', file, change)
  const result = {file, key: path.key, before, after: value, change: changeOf(before, value)}
  const written = !dryRun && result.change !== 'unchanged'
  if (written) await write(config, file, edited)
  return {...result, written}
}

function write(config: ConfigFile | undefined, file: string, edited: string): Promise<void> {
  return config === undefined ? writeFileAtomic(file, edited, {mode: 0o644}) : writeConfigFile(config, edited)
}

/** The one that is there; else a new YAML file, as the course's are. */
function fileOf(repository: string, {app, profile, label}: ConfigTarget): string {
  if (!pathExists(repository)) {
    throw new MsaError('E_INPUT', `the configuration repository ${repository} is not there`, {
      tryThis: ['Make one: msa init', 'Name it in the lab file: config: config-repo'],
    })
  }
  if (label !== undefined) {
    throw new MsaError('E_USAGE', 'a label names what is committed or kept beside; values are set without one', {
      tryThis: [`msa config set ${app}${profile === undefined ? '' : `/${profile}`} KEY VALUE`],
    })
  }
  const base = join(repository, profile === undefined || profile === 'default' ? app : `${app}-${profile}`)
  const candidates = ['.yml', '.yaml', '.properties'].map(extension => base + extension)
  return candidates.find(isRegularFile) ?? `${base}.yml`
}

function valueAt(entries: readonly ConfigEntry[], key: string, document: number | undefined): string | undefined {
  return entries.find(entry => entry.key === key && (document === undefined || entry.document === document))?.value
}

function changeOf(before: string | undefined, after: string): SetResult['change'] {
  if (before === undefined) return 'added'
  return before === after ? 'unchanged' : 'changed'
}
