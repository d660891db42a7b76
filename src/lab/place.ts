import {createHash} from 'node:crypto'
import {homedir} from 'node:os'
import {basename, dirname, join, resolve} from 'node:path'
import {MsaError} from '../errors.js'
import {isRegularFile, realPathOf} from '../platform/files.js'
import type {LabIdentity} from '../runtimes/runtime.js'

/** Where a lab lives, known before its file is read. */
export interface LabPlace {
  /** Undefined for the built-in default lab. */
  readonly file: string | undefined
  readonly root: string
  readonly identity: LabIdentity
}

export interface FindLab {
  readonly file: string | undefined
  readonly cwd: string
  readonly env: NodeJS.ProcessEnv
}

/** Finds the lab as git finds a repository: `--file`, else `msa.yml` here or in a parent, else the built-in lab in the state folder. */
export function findLab({file, cwd, env}: FindLab): LabPlace {
  const named = file === undefined ? searchUpward(cwd) : resolve(cwd, file)
  if (named !== undefined) return placeAt(dirname(named), named, basename(dirname(named)))
  return placeAt(join(stateFolder(env), 'default'), undefined, 'default')
}

/** `$XDG_STATE_HOME/msa`, or `MSA_HOME`, which stands for every folder of msa outside a lab. */
export function stateFolder(env: NodeJS.ProcessEnv): string {
  return env.MSA_HOME
    ? join(absolute('MSA_HOME', env.MSA_HOME), 'state')
    : join(xdg(env, 'XDG_STATE_HOME', '.local/state'), 'msa')
}

/** `$XDG_CACHE_HOME/msa`: distributions, class archives and data templates, shared by all labs. */
export function cacheFolder(env: NodeJS.ProcessEnv): string {
  if (env.MSA_CACHE_DIR) return absolute('MSA_CACHE_DIR', env.MSA_CACHE_DIR)
  return env.MSA_HOME
    ? join(absolute('MSA_HOME', env.MSA_HOME), 'cache')
    : join(xdg(env, 'XDG_CACHE_HOME', '.cache'), 'msa')
}

function xdg(env: NodeJS.ProcessEnv, name: string, fallback: string): string {
  const value = env[name]
  // The XDG specification: relative paths are invalid and must be ignored.
  if (value?.startsWith('/')) return value
  return join(env.HOME?.startsWith('/') ? env.HOME : homedir(), fallback)
}

function absolute(name: string, value: string): string {
  if (value.startsWith('/')) return value
  throw new MsaError('E_USAGE', `${name} must be an absolute path, not "${value}"`, {
    tryThis: [`Set ${name}="$PWD/${value}"`],
  })
}

function searchUpward(from: string): string | undefined {
  for (let folder = from; ; folder = dirname(folder)) {
    const candidate = ['msa.yml', 'msa.yaml'].map(name => join(folder, name)).find(isRegularFile)
    if (candidate !== undefined) return candidate
    if (folder === dirname(folder)) return undefined
  }
}

function placeAt(root: string, file: string | undefined, name: string): LabPlace {
  // The real path: the same lab reached through a symbolic link is the same lab, a copy of it is another one.
  const dir = realPathOf(join(root, '.msa'))
  const id = createHash('sha256').update(dir).digest('hex').slice(0, 12)
  return {file, root, identity: {id, name: name === '' ? 'lab' : name, dir}}
}
