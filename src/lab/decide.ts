import type {Task} from '../runtimes/runtime.js'
import {type ComponentState, type Hold, handleOf, isDone} from './state.js'

/** What the person wants of a component. */
export type Goal = 'up' | 'down'

/** All that a decision about a component may look at. */
export interface Entry {
  readonly task: Task
  readonly goal: Goal
  readonly state: ComponentState
  /** Of the process that runs, if one does. */
  readonly runningHash: string | undefined
}

export type Decision =
  | {readonly do: 'nothing'}
  | {readonly do: 'start'}
  | {readonly do: 'stop'; readonly because: string}
  | {readonly do: 'hold'; readonly holds: readonly Hold[]}
  /** Nothing runs and nothing should: only the state has to say so. */
  | {readonly do: 'settle'}

const nothing: Decision = {do: 'nothing'}

/** The one place that decides what happens to a component next. Pure: same lab, same answer. */
export function decide(entry: Entry, lab: readonly Entry[]): Decision {
  if (entry.state.phase === 'stopping') return nothing
  return entry.goal === 'up' ? decideUp(entry, lab) : decideDown(entry, lab)
}

function decideUp(entry: Entry, lab: readonly Entry[]): Decision {
  const {state, task} = entry
  if (handleOf(state) !== undefined) {
    return entry.runningHash === task.configHash ? nothing : {do: 'stop', because: 'its configuration changed'}
  }
  if (state.phase !== 'pending' && state.phase !== 'stopped') return nothing
  if (isDone(state)) return nothing
  const holds = task.dependsOn.flatMap(({on, condition}): Hold[] => {
    const waiting = lab.some(other => is(other, on) && !isMet(other.state, condition))
    return waiting ? [{reason: 'waits-for', on}] : []
  })
  return holds.length === 0 ? {do: 'start'} : {do: 'hold', holds}
}

/** While others boot for whom somebody waits, those for whom nobody does let them go first. */
export function yields(entry: Entry, lab: readonly Entry[]): boolean {
  const isBooting = ({state}: Entry) => state.phase === 'pending' || state.phase === 'starting'
  return !isWaitedFor(entry, lab) && lab.some(other => isBooting(other) && isWaitedFor(other, lab))
}

/** Cannot another one be started before it is ready? */
function isWaitedFor(entry: Entry, lab: readonly Entry[]): boolean {
  return lab.some(
    ({goal, state, task}) =>
      goal === 'up' &&
      handleOf(state) === undefined &&
      task.dependsOn.some(({on, condition}) => condition === 'ready' && is(entry, on)),
  )
}

/** A dependency names a component, which means all of its instances. */
function is({task}: Entry, name: string): boolean {
  return task.name === name || task.component === name
}

function isMet(state: ComponentState, condition: 'started' | 'ready' | 'completed'): boolean {
  switch (condition) {
    case 'started':
      return handleOf(state) !== undefined
    case 'ready':
      return state.phase === 'ready'
    case 'completed':
      return state.phase === 'stopped' && state.exit?.code === 0
    default:
      return condition satisfies never
  }
}

function decideDown(entry: Entry, lab: readonly Entry[]): Decision {
  if (handleOf(entry.state) === undefined) {
    // A start that is under way has no handle yet: it is stopped as soon as it has one.
    return entry.state.phase === 'stopped' || entry.state.phase === 'starting' ? nothing : {do: 'settle'}
  }
  const holds = lab
    .filter(
      other => other.goal === 'down' && isActive(other.state) && other.task.dependsOn.some(({on}) => is(entry, on)),
    )
    .map((other): Hold => ({reason: 'needed-by', on: other.task.name}))
  return holds.length === 0 ? {do: 'stop', because: 'it was asked to stop'} : nothing
}

function isActive(state: ComponentState): boolean {
  return handleOf(state) !== undefined || state.phase === 'starting'
}
