import {setTimeout as pause} from 'node:timers/promises'
import type {ConnectClient, ConnectorStatus} from '../clients/connect.js'
import {healthOf, traceOf} from './connector-health.js'

export type Settled =
  | {readonly outcome: 'running' | 'failed'; readonly status: ConnectorStatus}
  | {readonly outcome: 'timed-out'; readonly status: ConnectorStatus | undefined}

const ASK_EVERY_MS = 100
/** A task that is RUNNING opens its connections and reads its first records only now: most failures come within this time. */
const STABLE_FOR_MS = 1_000

/** What it failed of before is its state for a moment more, until the worker has got round to starting it anew. */
const OLD_FAILURE_MS = 5_000

export interface WaitOptions {
  readonly timeoutMs: number
  readonly stableForMs?: number
  /** The state before the change whose effect is waited for. */
  readonly before?: ConnectorStatus | undefined
}

/** Until the connector and its tasks have been RUNNING for a while, one of them has failed, or time is up. No status yet is normal right after it was made. */
export async function waitUntilRunning(
  connect: Pick<ConnectClient, 'status'>,
  name: string,
  {timeoutMs, stableForMs = STABLE_FOR_MS, before}: WaitOptions,
): Promise<Settled> {
  const beganMs = performance.now()
  const oldTrace = before === undefined ? undefined : traceOf(before)
  let runningSinceMs: number | undefined
  for (;;) {
    const status = await connect.status(name)
    const now = performance.now()
    const waitedMs = now - beganMs
    if (status === undefined || healthOf(status).state !== 'RUNNING') runningSinceMs = undefined
    else runningSinceMs ??= now
    const isStable = runningSinceMs !== undefined && now - runningSinceMs >= stableForMs
    if (status && isStable) return {outcome: 'running', status}
    if (status && hasFailed(status, oldTrace, waitedMs)) return {outcome: 'failed', status}
    if (waitedMs > timeoutMs) return {outcome: 'timed-out', status}
    await pause(ASK_EVERY_MS)
  }
}

function hasFailed(status: ConnectorStatus, oldTrace: string | undefined, waitedMs: number): boolean {
  if (healthOf(status).state !== 'FAILED') return false
  return oldTrace === undefined || traceOf(status) !== oldTrace || waitedMs >= OLD_FAILURE_MS
}
