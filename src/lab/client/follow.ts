import {MsaError} from '../../errors.js'
import type {Goal} from '../decide.js'
import type {LabEvent} from '../events.js'
import type {ComponentStatus} from '../protocol.js'
import {type ComponentState, explain, isDone} from '../state.js'
import {type LabClient, supervisorGone, unlessGone} from './lab-client.js'

/** A component's state as it changes, for whoever shows it. */
export type StateSink = (component: string, state: ComponentState) => void

export type States = ReadonlyMap<string, ComponentState>

export interface Follow {
  readonly client: LabClient
  readonly names: readonly string[]
  /** What is waited for. When somebody wishes for the opposite meanwhile, the wait ends. */
  readonly goal: Goal
  readonly onState: StateSink
  readonly signal: AbortSignal
}

/**
 * Watches the named components from the state they are in until `isOver` says so; resolves to their last states. Rejects with `E_BUSY` when
 * another command took over, and with `E_NOT_REACHABLE` when the supervisor ended first.
 */
export async function followStates(
  {client, names, goal, onState, signal}: Follow,
  isOver: (states: States, components: readonly ComponentStatus[]) => boolean,
): Promise<States> {
  const {components, seq} = await unlessGone(client.snapshot())
  const states = new Map<string, ComponentState>()
  for (const {name, state} of components.filter(({name}) => names.includes(name))) {
    states.set(name, state)
    onState(name, state)
  }
  if (isOver(states, components)) return states
  const ended = new AbortController()
  const either = AbortSignal.any([signal, ended.signal])
  for await (const event of client.events(seq, either)) {
    if (event.type === 'goal' && event.goal !== goal && event.components.some(name => names.includes(name)))
      throw tookOver(event.by, event.goal)
    if (!isStateOf(event, names)) continue
    states.set(event.component, event.state)
    onState(event.component, event.state)
    if (!isOver(states, components)) continue
    ended.abort()
    return states
  }
  signal.throwIfAborted()
  throw supervisorGone()
}

function tookOver(by: string, goal: Goal): MsaError {
  return new MsaError('E_BUSY', `${by} came in between and wants these components ${goal}`, {
    tryThis: ['See what is left: msa status', 'Run the command again'],
  })
}

function isStateOf(event: LabEvent, names: readonly string[]): event is Extract<LabEvent, {type: 'state'}> {
  return event.type === 'state' && names.includes(event.component)
}

/** Ready, done, failed, or held for ever by one that failed: nothing more is to come of an `up`. */
export function isUpOver(
  states: States,
  components: readonly Pick<ComponentStatus, 'name' | 'component' | 'dependsOn'>[],
): boolean {
  return [...states].every(
    ([name, state]) =>
      state.phase === 'ready' ||
      state.phase === 'failed' ||
      isDone(state) ||
      blockedBy(name, states, components) !== undefined,
  )
}

/** The failed component that keeps this one from being started, if one does. */
export function blockedBy(
  name: string,
  states: States,
  components: readonly Pick<ComponentStatus, 'name' | 'component' | 'dependsOn'>[],
): string | undefined {
  if (states.get(name)?.phase !== 'pending') return undefined
  const own = components.find(component => component.name === name)
  for (const {on} of own?.dependsOn ?? []) {
    for (const other of components.filter(({name, component}) => name === on || component === on)) {
      if (states.get(other.name)?.phase === 'failed') return other.name
      const further = blockedBy(other.name, states, components)
      if (further !== undefined) return further
    }
  }
  return undefined
}

export function isDownOver(states: States): boolean {
  return notDown(states).size === 0
}

export function notDown(states: States): States {
  return new Map([...states].filter(([, {phase}]) => phase !== 'stopped' && phase !== 'failed'))
}

/** What is missing, for a wait that was given up. */
export function missingText(states: States): string[] {
  return [...states]
    .filter(([, {phase}]) => phase !== 'ready')
    .map(([name, state]) => `${name}: ${[state.phase, explain(state)].filter(text => text !== '').join(', ')}`)
}

/** A signal that aborts with `E_NOT_READY` when the time is over, and with what `outer` says. */
export function withTimeout(outer: AbortSignal, timeoutMs: number, error: () => MsaError): AbortSignal {
  const controller = new AbortController()
  const timer = setTimeout(() => controller.abort(error()), timeoutMs)
  timer.unref()
  return AbortSignal.any([outer, controller.signal])
}
