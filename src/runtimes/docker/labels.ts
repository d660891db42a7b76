import {createHash} from 'node:crypto'
import type {LabIdentity, Task} from '../runtime.js'

/** The marks by which msa knows what is its own in an engine; nothing without them is ever touched (promise P26). */
export const label = {
  lab: 'msa.lab',
  component: 'msa.component',
  run: 'msa.run',
  configHash: 'msa.config-hash',
  folder: 'msa.folder',
  cache: 'msa.cache',
} as const

export function labelsOf(task: Task, run: string): Record<string, string> {
  return {
    ...labLabels(task.lab),
    [label.component]: task.name,
    [label.run]: run,
    [label.configHash]: task.configHash,
  }
}

export function labLabels(lab: LabIdentity): Record<string, string> {
  return {[label.lab]: lab.id, [label.folder]: lab.dir}
}

/** Two labs may have the same name: a part of the id tells them apart. */
export function labPrefix(lab: LabIdentity): string {
  return `msa-${safe(lab.name)}-${createHash('sha256').update(lab.id).digest('hex').slice(0, 6)}`
}

export function containerName({lab, name}: Pick<Task, 'lab' | 'name'>): string {
  return `${labPrefix(lab)}-${safe(name)}`
}

/** The volume of a component, or one that an image of the lab wants by that name. */
export function volumeName(lab: LabIdentity, name: string): string {
  return `${labPrefix(lab)}-${safe(name)}`
}

export const cacheVolume = 'msa-cache'

/** What the engine takes as a name: letters, digits, dot, dash, underscore. */
function safe(text: string): string {
  return text.replaceAll(/[^A-Za-z0-9_.-]/g, '-')
}
