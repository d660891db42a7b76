import type {Probe, Verdict} from '../probes/probe.js'

/** Kubernetes' words; the defaults are ours: a lab wants to know within fractions of a second, and forgives three bad answers. */
export const probeDefaults = {
  /** While booting. */
  periodMs: 50,
  timeoutMs: 2000,
  successThreshold: 1,
  failureThreshold: 3,
  /** Once ready. */
  livenessPeriodMs: 5000,
  /** From start to ready, unless the component's startup probe says otherwise. */
  startupDeadlineMs: 90_000,
} as const

/** How long a component may take from its start until it is ready. */
export function startupDeadlineMs(startup: Probe | undefined): number {
  if (startup === undefined) return probeDefaults.startupDeadlineMs
  const {
    periodMs = probeDefaults.periodMs,
    failureThreshold = probeDefaults.failureThreshold,
    initialDelayMs = 0,
  } = startup
  return initialDelayMs + periodMs * failureThreshold
}

/** How long to wait between two questions while a component boots. */
export function startupPeriodMs({startup, readiness}: {readonly startup?: Probe; readonly readiness: Probe}): number {
  return startup?.periodMs ?? Math.min(readiness.periodMs ?? probeDefaults.periodMs, probeDefaults.periodMs)
}

/** Consecutive answers so far; one kind resets the other. */
export interface Streak {
  readonly yes: number
  readonly no: number
}
export const noStreak: Streak = {yes: 0, no: 0}

export function extend(streak: Streak, verdict: Verdict): Streak {
  return verdict.ok ? {yes: streak.yes + 1, no: 0} : {yes: 0, no: streak.no + 1}
}

export type Health =
  | {readonly is: 'healthy'}
  | {readonly is: 'unhealthy'; readonly reason: string}
  | {readonly is: 'undecided'}

/** Hysteresis: so many answers of one kind in a row, so that one slow answer changes nothing. */
export function healthAfter(streak: Streak, verdict: Verdict, probe: Probe): Health {
  if (verdict.ok)
    return streak.yes >= (probe.successThreshold ?? probeDefaults.successThreshold)
      ? {is: 'healthy'}
      : {is: 'undecided'}
  return streak.no >= (probe.failureThreshold ?? probeDefaults.failureThreshold)
    ? {is: 'unhealthy', reason: verdict.reason}
    : {is: 'undecided'}
}
