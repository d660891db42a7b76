import {MsaError} from '../../errors.js'
import {didYouMean, nearest} from '../../nearest.js'
import type {Dependency} from '../../stacks/component.js'
import {inDependencyOrder, withDependencies} from '../graph.js'
import type {ComponentStatus} from '../protocol.js'
import {explain, isDone} from '../state.js'

/** What a plan needs to know of a task. `configHash` is unknown while programs are missing that it depends on. */
export interface PlannedTask {
  readonly name: string
  readonly component: string
  readonly dependsOn: readonly Dependency[]
  readonly configHash: string | undefined
}

/** Every decision `up` takes, before any is carried out. */
export interface Plan {
  readonly steps: readonly Step[]
}

export interface Step {
  readonly id: number
  readonly operation: Operation
  /** Why this step is needed. */
  readonly cause: string
  /** Ids of the steps that come before it. */
  readonly needs: readonly number[]
}

export type Operation =
  | {readonly op: 'fetch'; readonly what: string}
  | {readonly op: 'install'; readonly what: string}
  | {readonly op: 'start' | 'restart' | 'keep' | 'stop'; readonly task: string}

export interface PlanUp {
  readonly tasks: readonly PlannedTask[]
  /** Names of the tasks that are wanted, dependencies included. */
  readonly names: readonly string[]
  /** Names of all tasks of the lab. */
  readonly members: readonly string[]
  /** What the supervisor knows; empty when there is none. */
  readonly running: readonly ComponentStatus[]
  readonly missing: readonly Extract<Operation, {op: 'fetch' | 'install'}>[]
}

/** Pure: the same lab in the same state gives the same plan. */
export function planUp({tasks, names, members, running, missing}: PlanUp): Plan {
  const steps: Step[] = []
  const add = (operation: Operation, cause: string, needs: readonly number[]) => {
    steps.push({id: steps.length + 1, operation, cause, needs})
  }
  for (const operation of missing) add(operation, 'not on this machine', [])
  const provision = steps.map(({id}) => id)
  for (const {name, state} of running) {
    const isVanished = !members.includes(name) && state.phase !== 'stopped'
    if (isVanished) add({op: 'stop', task: name}, 'no longer part of the lab', [])
  }
  for (const task of inDependencyOrder(tasks).filter(({name}) => names.includes(name))) {
    const {op, cause} = decideStep(
      task,
      running.find(({name}) => name === task.name),
    )
    const before = steps.filter(({operation}) => 'task' in operation && isDependency(task, operation.task, tasks))
    add({op, task: task.name}, cause, op === 'keep' ? [] : [...provision, ...before.map(({id}) => id)])
  }
  return {steps}
}

function decideStep(
  task: PlannedTask,
  status: ComponentStatus | undefined,
): {readonly op: 'start' | 'restart' | 'keep'; readonly cause: string} {
  if (status === undefined) return {op: 'start', cause: 'not running'}
  const {state, configHash} = status
  switch (state.phase) {
    case 'ready':
    case 'unhealthy':
    case 'starting':
      if (configHash !== task.configHash) return {op: 'restart', cause: 'its configuration changed'}
      return {
        op: 'keep',
        cause: state.phase === 'starting' ? `starting: ${state.notReadyBecause}` : 'runs as it should',
      }
    case 'pending':
      return {op: 'keep', cause: explain(state)}
    case 'failed':
      return {op: 'start', cause: `it failed: ${state.error.message}`}
    case 'backoff':
      return {op: 'start', cause: 'it crashed and was about to be started again'}
    case 'stopping':
      return {op: 'start', cause: 'it is being stopped'}
    case 'stopped':
      if (isDone(state) && configHash === task.configHash) return {op: 'keep', cause: 'it is done'}
      return {op: 'start', cause: 'it is stopped'}
    default:
      return state satisfies never
  }
}

function isDependency(task: PlannedTask, other: string, tasks: readonly PlannedTask[]): boolean {
  const component = tasks.find(({name}) => name === other)?.component
  return task.dependsOn.some(({on}) => on === other || on === component)
}

/** The steps that change something. */
export function changesOf({steps}: Plan): readonly Step[] {
  return steps.filter(({operation}) => operation.op !== 'keep')
}

/** What leaves the lab: an instance too many, or one that was taken out of the file. */
export function stoppedBy(changes: readonly Step[]): string[] {
  return changes.flatMap(({operation}) => (operation.op === 'stop' ? [operation.task] : []))
}

/** What is started or restarted. */
export function startedBy(changes: readonly Step[]): string[] {
  return changes.flatMap(({operation}) =>
    operation.op === 'start' || operation.op === 'restart' ? [operation.task] : [],
  )
}

/** The named tasks, all instances of named components, and what they depend on; everything when nothing is named. */
export function wantedNames(tasks: readonly PlannedTask[], asked: readonly string[]): string[] {
  const named = namesOf(tasks, asked)
  const byComponent = tasks.map(({name, dependsOn}) => ({
    name,
    dependsOn: dependsOn.flatMap(({on, condition}) =>
      tasks.filter(other => other.name === on || other.component === on).map(other => ({on: other.name, condition})),
    ),
  }))
  const wanted = withDependencies(byComponent, named)
  return tasks.map(({name}) => name).filter(name => wanted.has(name))
}

/** Names of tasks for names of tasks and components. Rejects an unknown one with the nearest. */
export function namesOf(
  tasks: readonly Pick<PlannedTask, 'name' | 'component'>[],
  asked: readonly string[],
): readonly string[] {
  if (asked.length === 0) return tasks.map(({name}) => name)
  return [...new Set(asked.flatMap(word => namesFor(tasks, word)))]
}

function namesFor(tasks: readonly Pick<PlannedTask, 'name' | 'component'>[], word: string): string[] {
  const exact = tasks.filter(({name, component}) => component === word || name === word)
  if (exact.length > 0) return exact.map(({name}) => name)
  const known = tasks.map(({name}) => name)
  const hint = didYouMean(word, known)
  throw new MsaError(
    'E_COMPONENT_UNKNOWN',
    `"${word}" is not part of this lab${hint === undefined ? '' : `, ${hint}`}`,
    {
      details: [`this lab has: ${known.join(', ')}`],
      tryThis: [hint === undefined ? 'See what the lab has: msa status' : `msa up ${nearest(word, known)}`],
    },
  )
}
