import {join} from 'node:path'
import {MsaError, reasonOf} from '../errors.js'
import {fileSize, movePath, readTextIfThere, writeFileAtomic} from '../platform/files.js'
import type {LabIdentity, Task, TaskHandle} from '../runtimes/runtime.js'
import type {Goal} from './decide.js'
import type {Overrides} from './overrides.js'

/** What a supervisor leaves on disk for its successor. The processes themselves are found by their marks, not by this file. */
export interface SavedState {
  readonly version: typeof stateVersion
  readonly lab: LabIdentity
  readonly labFile: string | undefined
  readonly overrides: Overrides
  readonly members: readonly SavedMember[]
}

export interface SavedMember {
  readonly task: Task
  readonly goal: Goal
  /** The run that was intended; `handle` stands there once its process existed. */
  readonly run?: {readonly id: string; readonly handle?: TaskHandle}
}

const stateVersion = 1
const maxBytes = 8 << 20

export function stateFileOf(lab: LabIdentity): string {
  return join(lab.dir, 'state.json')
}

/**
 * The saved state, or undefined where there is none. A file that cannot be read as one is kept as `.corrupt-<time>` and told: it never stops
 * anybody (promise P13). One of a newer msa is refused.
 */
export async function readState(lab: LabIdentity, tell: (text: string) => void): Promise<SavedState | undefined> {
  const path = stateFileOf(lab)
  try {
    // Looked at first: reading it all would be more than a supervisor's memory.
    if (((await fileSize(path)) ?? 0) > maxBytes) throw new Error('it is larger than 8 MiB')
    const text = await readTextIfThere(path)
    return text === undefined ? undefined : parseState(text)
  } catch (error) {
    if (error instanceof MsaError) throw error
    const kept = `${path}.corrupt-${Date.now()}`
    await movePath(path, kept)
    tell(
      `the state file was damaged (${reasonOf(error)}); it is kept as ${kept}, and the lab is found by its processes`,
    )
    return undefined
  }
}

function parseState(text: string): SavedState {
  const value: unknown = JSON.parse(text)
  if (typeof value !== 'object' || value === null || !('version' in value)) throw new Error('it has no version')
  if (typeof value.version === 'number' && value.version > stateVersion) {
    throw new MsaError(
      'E_STATE_VERSION',
      `the lab's state was written by a newer msa (version ${value.version}, this one reads ${stateVersion})`,
      {
        tryThis: ['Update msa', 'Stop the lab, which needs no state file: msa down'],
      },
    )
  }
  const state = value as SavedState
  if (state.version !== stateVersion || !Array.isArray(state.members) || !state.members.every(isMember))
    throw new Error('its shape is wrong')
  return state
}

function isMember(member: unknown): boolean {
  if (typeof member !== 'object' || member === null || !('task' in member) || !('goal' in member)) return false
  const {task} = member
  return (
    typeof task === 'object' &&
    task !== null &&
    'name' in task &&
    'workload' in task &&
    'ports' in task &&
    'probes' in task
  )
}

/** Writes one version after the other; a write that is still waiting takes the newest one with it. */
export function stateWriter(lab: LabIdentity, current: () => Omit<SavedState, 'version'>): () => Promise<void> {
  let writing: Promise<void> = Promise.resolve()
  let waiting: Promise<void> | undefined
  return () => {
    waiting ??= writing
      .catch(() => undefined)
      .then(() => {
        waiting = undefined
        writing = writeFileAtomic(stateFileOf(lab), JSON.stringify({version: stateVersion, ...current()}))
        return writing
      })
    return waiting
  }
}
