import {join, relative} from 'node:path'
import {inside} from '../runtimes/docker/places.js'
import type {Task} from '../runtimes/runtime.js'
import {isSecretVariable} from '../secrets/secret-scan.js'

/** A file beside the Compose file: its content, or where on this machine it comes from. */
export type BesideFile =
  | {readonly path: string; readonly mode: number; readonly content: string | Uint8Array}
  /** Without a mode as it is there. */
  | {readonly path: string; readonly mode: number | undefined; readonly from: string}

/** Name of the volume that all components of the lab share. */
export const cacheName = 'msa-cache'
export const filesFolder = 'files'
export const environmentFolder = 'env'
export const servicesImageFolder = 'services-image'
export const configRepositoryFolder = 'config-repo'

/** What a container of msa's own finds in its volume, by the path there; passwords are among it, so all of it is for the owner alone. */
export function filesOf({name, workload, container}: Task): BesideFile[] {
  const beside = (path: string) => join(filesFolder, name, relative(inside.volume, path))
  return [
    ...(workload.files ?? []).map(({path, content}) => ({path: beside(path), mode: 0o600, content})),
    ...(container?.copies ?? []).map(({from, to}) => ({path: beside(to), mode: 0o600, from})),
    ...secretEnvironment(name, workload.env ?? {}),
  ]
}

function secretEnvironment(task: string, env: Readonly<Record<string, string>>): BesideFile[] {
  const secrets = Object.entries(env).filter(([name]) => isSecretVariable(name))
  if (secrets.length === 0) return []
  const content = secrets.map(([name, value]) => `${name}=${dotenvValue(value)}\n`).join('')
  return [{path: environmentFile(task), mode: 0o600, content}]
}

export function environmentFile(task: string): string {
  return join(environmentFolder, `${task}.env`)
}

/** In single quotes nothing is filled in; where the value has one of its own, double quotes with escapes. */
function dotenvValue(value: string): string {
  if (!value.includes("'") && !value.includes('\n')) return `'${value}'`
  return `"${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('$', '\\$').replaceAll('\n', '\\n')}"`
}

/** Secrets of which two generations of Compose make two values: the older one keeps the backslash before a dollar sign. */
export function ambiguousSecrets({workload}: Task): string[] {
  return Object.entries(workload.env ?? {})
    .filter(([name, value]) => isSecretVariable(name) && /['\n]/.test(value) && value.includes('$'))
    .map(([name]) => name)
}
