import type {LabIdentity, Task, TaskHandle} from '../../runtimes/runtime.js'
import {inDependencyOrder} from '../graph.js'
import {handleOf} from '../state.js'
import {readState} from '../state-file.js'
import {findSnapshot} from './lab-client.js'

export interface RunningTask {
  readonly task: Task
  /** Undefined where it does not run. */
  readonly handle: TaskHandle | undefined
}

export interface RunningTasks {
  /** Undefined where the lab runs without one. */
  readonly supervisorPid: number | undefined
  readonly tasks: readonly RunningTask[]
}

/** What the supervisor was told of these tasks, in the order in which they start. */
export async function runningTasks(
  lab: LabIdentity,
  env: NodeJS.ProcessEnv,
  names: readonly string[],
): Promise<RunningTasks> {
  const snapshot = (await findSnapshot(lab, env))?.snapshot
  const tasks = (await readState(lab, () => undefined))?.members.map(({task}) => task) ?? []
  const handles = new Map((snapshot?.components ?? []).map(({name, state}) => [name, handleOf(state)]))
  const named = inDependencyOrder(tasks).filter(({name}) => names.includes(name))
  return {
    supervisorPid: snapshot?.supervisorPid,
    tasks: named.map(task => ({task, handle: handles.get(task.name)})),
  }
}
