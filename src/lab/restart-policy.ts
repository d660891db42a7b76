import type {RestartPolicy} from '../stacks/component.js'

export type RestartDecision =
  | {readonly restart: true; readonly afterMs: number; readonly attempt: number}
  | {readonly restart: false; readonly because: string}

/**
 * Decides whether a component that ended by itself is started again, and after how long.
 * `failures`: monotonic times (ms) of its earlier failures since it was last ready for long; `jitter` in 0..1 spreads the restarts of several.
 */
export function decideRestart(
  policy: RestartPolicy,
  failures: readonly number[],
  nowMs: number,
  exitCode: number | null,
  jitter: number,
): RestartDecision {
  if (policy.on === 'never') return {restart: false, because: 'its restart policy is "never"'}
  if (policy.on === 'failure' && exitCode === 0)
    return {restart: false, because: 'it ended with code 0 and restarts on failure only'}
  const recent = failures.filter(at => nowMs - at < policy.withinMs).length + 1
  if (recent >= policy.maxFailures) {
    return {restart: false, because: `${recent} failures within ${Math.round(policy.withinMs / 60_000)} minutes`}
  }
  const [first, cap] = policy.backoffMs
  const delay = Math.min(cap, first * 2 ** (recent - 1))
  return {restart: true, afterMs: Math.round(delay * (1 + 0.1 * jitter)), attempt: recent + 1}
}

/** Ready for long enough, and earlier failures are forgiven. */
export function isForgiven(policy: RestartPolicy, readyForMs: number): boolean {
  return policy.on !== 'never' && readyForMs >= policy.resetAfterMs
}
