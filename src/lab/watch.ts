import {reasonOf} from '../errors.js'
import type {Clock} from '../platform/clock.js'
import type {Probe, ProbeQuestion, ProbeTarget, Verdict} from '../probes/probe.js'
import {no, yes} from '../probes/probe.js'
import type {Runtime, Task, TaskHandle} from '../runtimes/runtime.js'
import {extend, healthAfter, noStreak, probeDefaults, startupDeadlineMs, startupPeriodMs} from './readiness.js'

export type Ask = (
  question: ProbeQuestion,
  target: ProbeTarget,
  options: {readonly timeoutMs: number; readonly signal: AbortSignal},
) => Promise<Verdict>

export interface WatchDeps {
  readonly runtime: Runtime
  readonly ask: Ask
  readonly clock: Clock
}

export type Startup =
  | {readonly ready: true}
  | {readonly ready: false; readonly reason: string; readonly afterMs: number}

/** Asks a started task until it is ready or its deadline has passed; every new reason for "not yet" is told. */
export async function untilReady(
  task: Task,
  handle: TaskHandle,
  deps: WatchDeps,
  tell: (reason: string) => void,
  signal: AbortSignal,
): Promise<Startup> {
  const probe = task.probes.readiness
  const began = deps.clock.now()
  const deadlineMs = startupDeadlineMs(task.probes.startup)
  let streak = noStreak
  let told = ''
  await deps.clock.sleep(probe.initialDelayMs ?? 0, signal)
  while (!signal.aborted) {
    const verdict = await askOwnProcess(task, handle, probe, deps, signal)
    streak = extend(streak, verdict)
    if (healthAfter(streak, verdict, probe).is === 'healthy') return {ready: true}
    if (!verdict.ok && verdict.reason !== told) {
      told = verdict.reason
      tell(told)
    }
    const passed = deps.clock.now() - began
    if (passed > deadlineMs) return {ready: false, reason: told, afterMs: Math.round(passed)}
    await deps.clock.sleep(startupPeriodMs(task.probes), signal)
  }
  return {ready: false, reason: 'it was stopped meanwhile', afterMs: Math.round(deps.clock.now() - began)}
}

export type HealthChange =
  | {readonly is: 'healthy'}
  | {readonly is: 'unhealthy'; readonly reason: string}
  | {readonly is: 'hung'; readonly reason: string}

/** Goes on asking a ready task; tells each change. A failed liveness probe ("hung") is for the restart policy, the rest is only shown. */
export async function keepAsking(
  task: Task,
  handle: TaskHandle,
  deps: WatchDeps,
  tell: (change: HealthChange) => void,
  signal: AbortSignal,
): Promise<void> {
  const probe = task.probes.liveness ?? task.probes.readiness
  const onFailure = task.probes.liveness === undefined ? 'unhealthy' : 'hung'
  let streak = noStreak
  let known: HealthChange['is'] = 'healthy'
  while (!signal.aborted) {
    await deps.clock.sleep(probe.periodMs ?? probeDefaults.livenessPeriodMs, signal)
    const verdict = await askBounded(task, handle, probe, deps, signal)
    if (signal.aborted) return
    streak = extend(streak, verdict)
    const health = healthAfter(streak, verdict, probe)
    if (health.is === 'undecided') continue
    const change = health.is === 'healthy' ? health : await changeOf(health.reason, onFailure, deps.runtime, signal)
    if (change.is === known) continue
    known = change.is
    tell(change)
  }
}

/** An engine that is away takes its containers' ports with it; that says nothing about the programs in them (promise P26). */
async function changeOf(
  reason: string,
  is: 'unhealthy' | 'hung',
  runtime: Runtime,
  signal: AbortSignal,
): Promise<HealthChange> {
  try {
    await runtime.detect(signal)
    return {is, reason}
  } catch (error) {
    return {is: 'unhealthy', reason: reasonOf(error)}
  }
}

/** Ready means a protocol's answer from the process that msa started, not from a stranger on its port (promise P9). */
async function askOwnProcess(
  task: Task,
  handle: TaskHandle,
  probe: Probe,
  deps: WatchDeps,
  signal: AbortSignal,
): Promise<Verdict> {
  const verdict = await askBounded(task, handle, probe, deps, signal)
  if (!verdict.ok) return verdict
  for (const name of portsOf(probe)) {
    const port = task.ports[name]
    const claim = port === undefined ? undefined : await deps.runtime.ownsPort(handle, port)
    if (claim?.owner === 'stranger') return no(`port ${port} is answered by a stranger: ${claim.who}`)
  }
  return yes
}

async function askBounded(
  task: Task,
  handle: TaskHandle,
  probe: Probe,
  deps: WatchDeps,
  signal: AbortSignal,
): Promise<Verdict> {
  const target: ProbeTarget = {
    host: '127.0.0.1',
    ports: task.ports,
    isPublished: task.runtime === 'docker',
    logFile: task.logFile,
    logFrom: handle.logFrom,
    configDir: task.configDir,
    env: task.workload.env ?? {},
  }
  try {
    return await deps.ask(probe, target, {timeoutMs: probe.timeoutMs ?? probeDefaults.timeoutMs, signal})
  } catch (error) {
    return no(reasonOf(error))
  }
}

function portsOf(question: ProbeQuestion): string[] {
  if (question.kind === 'all') return question.of.flatMap(portsOf)
  return 'port' in question ? [question.port] : []
}
