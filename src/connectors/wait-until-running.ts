import {setTimeout as pause} from 'node:timers/promises'
import type {ConnectClient, ConnectorStatus} from '../clients/connect.js'
import {healthOf} from './connector-health.js'

export type Settled =
  | {readonly outcome: 'running' | 'failed'; readonly status: ConnectorStatus}
  | {readonly outcome: 'timed-out'; readonly status: ConnectorStatus | undefined}

const ASK_EVERY_MS = 100
/** A task that is RUNNING opens its connections and reads its first records only now: most failures come within this time. */
const STABLE_FOR_MS = 1_000

/** Until the connector and its tasks have been RUNNING for a while, one of them has failed, or time is up. No status yet is normal right after it was made. */
export async function waitUntilRunning(
  connect: Pick<ConnectClient, 'status'>,
  name: string,
  timeoutMs: number,
  stableForMs = STABLE_FOR_MS,
): Promise<Settled> {
  const deadlineMs = performance.now() + timeoutMs
  let runningSinceMs: number | undefined
  for (;;) {
    const status = await connect.status(name)
    const state = status === undefined ? undefined : healthOf(status).state
    const now = performance.now()
    if (status && state === 'FAILED') return {outcome: 'failed', status}
    runningSinceMs = state === 'RUNNING' ? (runningSinceMs ?? now) : undefined
    if (status && runningSinceMs !== undefined && now - runningSinceMs >= stableForMs)
      return {outcome: 'running', status}
    if (now > deadlineMs) return {outcome: 'timed-out', status}
    await pause(ASK_EVERY_MS)
  }
}
