import {MsaError} from '../../errors.js'
import {systemClock} from '../../platform/clock.js'
import type {LabIdentity} from '../../runtimes/runtime.js'
import type {Component} from '../../stacks/component.js'
import {withDependencies, withDependents} from '../graph.js'
import type {ComponentStatus} from '../protocol.js'
import {namesOf} from '../up/plan.js'
import {
  blockedBy,
  followStates,
  isDownOver,
  isUpOver,
  missingText,
  notDown,
  type StateSink,
  type States,
  withTimeout,
} from './follow.js'
import {findSnapshot, isGone, type Running, unlessGone} from './lab-client.js'
import {addressIn, registeringServices} from './registering-services.js'
import {untilRegistered} from './until-registered.js'

export interface ChangeLab {
  readonly lab: LabIdentity
  readonly env: NodeJS.ProcessEnv
  /** Names of tasks or components as they were typed. */
  readonly asked: readonly string[]
  readonly onState: StateSink
  readonly signal: AbortSignal
  readonly timeoutMs?: number | undefined
  /** Only find out what would be changed. */
  readonly dryRun?: boolean
}

export interface Changed {
  readonly names: readonly string[]
  /** True where nothing was done. */
  readonly dryRun?: boolean
}

/** The running lab, or an error that says how to start it. */
export async function requireRunning(lab: LabIdentity, env: NodeJS.ProcessEnv): Promise<Running> {
  const running = await findSnapshot(lab, env)
  if (running !== undefined) return running
  throw new MsaError('E_NOT_RUNNING', `the lab ${lab.name} is not running`, {tryThis: ['Start it: msa up']})
}

/** Components of the running lab that somebody wants up. */
export async function wantedUp(lab: LabIdentity, env: NodeJS.ProcessEnv): Promise<string[]> {
  const {components} = (await requireRunning(lab, env)).snapshot
  return [...new Set(components.filter(({goal}) => goal === 'up').map(({component}) => component))]
}

export interface NamedComponents {
  /** Those that the words stand for: a component's name means all its instances. */
  readonly asked: readonly string[]
  /** Those and their dependents, as far as they run: what a stop would stop. */
  readonly active: readonly string[]
}

export async function namedComponents(
  lab: LabIdentity,
  env: NodeJS.ProcessEnv,
  asked: readonly string[],
): Promise<NamedComponents> {
  const {components} = (await requireRunning(lab, env)).snapshot
  const stopping = dependentsOf(components, asked)
  const active = components.filter(({name, state}) => stopping.includes(name) && 'handle' in state)
  return {asked: namesOf(components, asked), active: active.map(({name}) => name)}
}

/** Stops the named components and those that depend on them, dependents first. */
export async function stopComponents({lab, env, asked, onState, signal, dryRun}: ChangeLab): Promise<Changed> {
  if (dryRun) return {names: (await namedComponents(lab, env, asked)).active, dryRun}
  const {client, snapshot} = await requireRunning(lab, env)
  const names = dependentsOf(snapshot.components, asked)
  await unlessGone(client.down({names, by: 'msa stop'}))
  await untilDown({onState, signal}, client, names)
  return {names}
}

/** Starts the named components and what they depend on, with the configuration they had; `up` is what reads the lab file anew. */
export async function startComponents(change: ChangeLab): Promise<Changed> {
  const {client, snapshot} = await requireRunning(change.lab, change.env)
  const names = dependenciesOf(snapshot.components, change.asked)
  if (change.dryRun) return {names: idle(snapshot.components, names), dryRun: true}
  await unlessGone(client.start({names, by: 'msa start'}))
  await untilUp(change, client, names)
  return {names}
}

/** Restarts the named components; those that depend on them go on, or are restarted as well with `dependents`. */
export async function restartComponents(change: ChangeLab, withTheirDependents: boolean): Promise<Changed> {
  const {client, snapshot} = await requireRunning(change.lab, change.env)
  const named = namesOf(snapshot.components, change.asked)
  const names = withTheirDependents ? dependentsOf(snapshot.components, change.asked) : named
  if (change.dryRun) return {names, dryRun: true}
  await unlessGone(client.restart({names, by: 'msa restart'}))
  await untilUp(change, client, names)
  return {names}
}

/** Waits until the named components are ready; fails as `up` does. */
export async function waitForComponents(change: ChangeLab): Promise<Changed> {
  const {client, snapshot} = await requireRunning(change.lab, change.env)
  const names = namesOf(snapshot.components, change.asked)
  await untilUp(change, client, names)
  return {names}
}

const registrationTimeoutMs = 60_000

/** The same, and then until discovery and the gateway know the services among them. */
export async function waitForRegistered(change: ChangeLab, catalogue: readonly Component[]): Promise<Changed> {
  const {names} = await waitForComponents(change)
  const {components} = (await requireRunning(change.lab, change.env)).snapshot
  await untilRegistered({
    services: registeringServices(
      components.filter(({name}) => names.includes(name)),
      catalogue,
    ),
    discovery: addressIn(components, 'discovery'),
    gateway: addressIn(components, 'gateway'),
    timeoutMs: change.timeoutMs ?? registrationTimeoutMs,
    signal: change.signal,
    tell: () => undefined,
  })
  return {names}
}

interface Wait extends Pick<ChangeLab, 'onState' | 'signal' | 'timeoutMs'> {
  /** From when on the time counts, where two waits share it; otherwise from now on. */
  readonly sinceMs?: number
}

/** Follows the components until each is ready. Rejects with the first one's failure, or `E_NOT_READY` and what is missing when the time is over. */
export async function untilUp(wait: Wait, client: Running['client'], names: readonly string[]): Promise<void> {
  let known: States = new Map()
  let components: readonly ComponentStatus[] = []
  const signal = bounded(wait, () => known)
  const states = await followStates({client, names, goal: 'up', onState: wait.onState, signal}, (now, all) => {
    known = now
    components = all
    return isUpOver(now, all)
  })
  throwIfFailed(states, components)
}

/**
 * Follows the components until each is stopped. With the last one of the lab the supervisor goes, too, and its word may be cut short.
 * Rejects with `E_NOT_READY` and what still stops when the time is over.
 */
export async function untilDown(wait: Wait, client: Running['client'], names: readonly string[]): Promise<States> {
  let known: States = new Map()
  const signal = bounded(wait, () => notDown(known))
  try {
    return await followStates({client, names, goal: 'down', onState: wait.onState, signal}, now => {
      known = now
      return isDownOver(now)
    })
  } catch (error) {
    if (signal.aborted || !isSupervisorGone(error)) throw error
    return new Map()
  }
}

export function isSupervisorGone(error: unknown): boolean {
  return isGone(error) || (error instanceof MsaError && error.code === 'E_NOT_REACHABLE')
}

function bounded({signal, timeoutMs, sinceMs}: Wait, missing: () => States): AbortSignal {
  if (timeoutMs === undefined) return signal
  const spentMs = sinceMs === undefined ? 0 : systemClock.now() - sinceMs
  return withTimeout(signal, Math.max(0, timeoutMs - spentMs), () => gaveUp(missing(), timeoutMs))
}

function gaveUp(states: States, timeoutMs: number): MsaError {
  return new MsaError('E_NOT_READY', `gave up waiting after ${timeoutMs / 1000} s; the lab goes on by itself`, {
    details: missingText(states),
    tryThis: ['Wait on: msa wait', 'See what happens: msa status --watch'],
  })
}

/** The first failure in full; the others, and whom they hold up, in a line each. */
function throwIfFailed(states: States, components: readonly ComponentStatus[]): void {
  const failed = [...states].flatMap(([name, state]) => (state.phase === 'failed' ? [{name, error: state.error}] : []))
  const [first, ...others] = failed
  if (first === undefined) return
  const blocked = [...states].flatMap(([name]) => {
    const by = blockedBy(name, states, components)
    return by === undefined ? [] : [`${name} is blocked by ${by}`]
  })
  const {code, message, details, tryThis} = first.error
  const [next = 'msa status', ...more] = tryThis
  throw new MsaError(code, message, {
    details: [...details, ...others.map(({error}) => error.message), ...blocked],
    tryThis: [next, ...more],
  })
}

function dependentsOf(components: readonly ComponentStatus[], asked: readonly string[]): string[] {
  const nodes = nodesOf(components)
  return [...withDependents(nodes, namesOf(components, asked))]
}

function dependenciesOf(components: readonly ComponentStatus[], asked: readonly string[]): string[] {
  return [...withDependencies(nodesOf(components), namesOf(components, asked))]
}

/** Those of them that do not run. */
function idle(components: readonly ComponentStatus[], names: readonly string[]): string[] {
  return names.filter(name => components.some(each => each.name === name && !('handle' in each.state)))
}

/** With every dependency named by task, so that the graph is one of tasks. */
function nodesOf(components: readonly ComponentStatus[]) {
  return components.map(({name, dependsOn}) => ({
    name,
    dependsOn: dependsOn.flatMap(({on, condition}) =>
      components
        .filter(other => other.name === on || other.component === on)
        .map(other => ({on: other.name, condition})),
    ),
  }))
}
