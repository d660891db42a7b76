import type {LabIdentity, TaskHandle} from '../runtimes/runtime.js'
import type {Member} from './member.js'
import {noOverrides, type Overrides} from './overrides.js'
import type {Store} from './run.js'
import {type SavedMember, stateWriter} from './state-file.js'

/** What the supervisor's successor must know, written to disk before and after each step that counts. */
export interface LabStore extends Store {
  overrides: Overrides
  labFile: string | undefined
}

export function createStore(lab: LabIdentity, members: () => Iterable<Member>): LabStore {
  const runs = new Map<string, NonNullable<SavedMember['run']>>()
  const store: LabStore = {
    overrides: noOverrides,
    labFile: undefined,
    intend(next) {
      for (const [task, id] of next) runs.set(task, {id})
      return write()
    },
    started(task: string, handle: TaskHandle) {
      runs.set(task, {id: handle.run, handle})
      return write()
    },
    ended(task) {
      runs.delete(task)
      return write()
    },
    save: () => write(),
  }
  const write = stateWriter(lab, () => ({
    lab,
    labFile: store.labFile,
    overrides: store.overrides,
    members: [...members()].map(member => saved(member, runs)),
  }))
  return store
}

/** Secrets stay in the one file that the server reads them from. */
function saved({task, goal}: Member, runs: ReadonlyMap<string, NonNullable<SavedMember['run']>>): SavedMember {
  const run = runs.get(task.name)
  const files = task.workload.files?.map(file => (file.isSecret ? {...file, content: ''} : file))
  const kept = files === undefined ? task : {...task, workload: {...task.workload, files}}
  return {task: kept, goal, ...(run === undefined ? {} : {run})}
}
