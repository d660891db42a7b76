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

/** What the supervisor was told of these tasks, in the order in which they start. */
export async function runningTasks(
  lab: LabIdentity,
  env: NodeJS.ProcessEnv,
  names: readonly string[],
): Promise<RunningTask[]> {
  const components = (await findSnapshot(lab, env))?.snapshot.components ?? []
  const tasks = (await readState(lab, () => undefined))?.members.map(({task}) => task) ?? []
  const handles = new Map(components.map(({name, state}) => [name, handleOf(state)]))
  const named = inDependencyOrder(tasks).filter(({name}) => names.includes(name))
  return named.map(task => ({task, handle: handles.get(task.name)}))
}
