import {setTimeout as pause} from 'node:timers/promises'
import type {ConnectClient, ConnectorState, ConnectorStatus} from '../clients/connect.js'
import {type ConnectorAction, type ConnectRequest, connectRequest} from '../clients/connect-requests.js'
import {MsaError} from '../errors.js'
import {type ConnectorHealth, healthOf} from './connector-health.js'
import {missingConnector} from './missing-connector.js'
import {waitUntilRunning} from './wait-until-running.js'

export interface ChangedConnector {
  readonly name: string
  readonly action: string
  readonly state: ConnectorHealth['state'] | undefined
}

const GOALS = {pause: 'PAUSED', resume: 'RUNNING', stop: 'STOPPED'} as const satisfies Record<
  ConnectorAction,
  ConnectorState
>

export interface ChangeFlags {
  /** Milliseconds. */
  readonly timeout: number
  readonly 'dry-run': boolean
}

/** Asks, and stays until it is so: Connect itself only notes the wish. */
export async function actOnConnectors(
  connect: ConnectClient,
  names: readonly string[],
  action: ConnectorAction,
  {timeout: timeoutMs, 'dry-run': dryRun}: ChangeFlags,
): Promise<ChangedConnector[]> {
  await requireThere(connect, names)
  if (dryRun) return wouldChange(connect, names, `would ${action}`)
  for (const name of names) await connect.act(name, action)
  return Promise.all(
    names.map(async name => ({name, action, state: await stateReached(connect, name, GOALS[action], timeoutMs)})),
  )
}

/** What they are now; nothing is asked of them. */
function wouldChange(connect: ConnectClient, names: readonly string[], action: string): Promise<ChangedConnector[]> {
  return Promise.all(names.map(async name => ({name, action, state: stateOf(await connect.status(name))})))
}

function stateOf(status: ConnectorStatus | undefined): ChangedConnector['state'] {
  return status && healthOf(status).state
}

const ASK_EVERY_MS = 100

async function stateReached(connect: ConnectClient, name: string, goal: ConnectorState, timeoutMs: number) {
  const deadlineMs = performance.now() + timeoutMs
  for (;;) {
    const status = await connect.status(name)
    const state = status === undefined ? undefined : healthOf(status).state
    // A failed task reaches no other state by itself; but a stopped connector has no tasks any more, failed ones neither.
    const isFinal = state === 'FAILED' && goal !== 'STOPPED'
    if (state === goal || isFinal || performance.now() > deadlineMs) return state
    await pause(ASK_EVERY_MS)
  }
}

/** Only what failed, unless all is meant: what runs goes on running. */
export async function restartConnectors(
  connect: ConnectClient,
  names: readonly string[],
  {all, timeout: timeoutMs, 'dry-run': dryRun}: ChangeFlags & {readonly all: boolean},
): Promise<ChangedConnector[]> {
  await requireThere(connect, names)
  const changed: ChangedConnector[] = []
  for (const name of names) {
    const before = await connect.status(name)
    const isFailed = before !== undefined && healthOf(before).state === 'FAILED'
    if (!all && !isFailed) {
      changed.push({name, action: 'nothing failed', state: stateOf(before)})
      continue
    }
    if (dryRun) {
      changed.push({name, action: 'would restart', state: stateOf(before)})
      continue
    }
    await connect.restart(name, !all)
    const {status} = await waitUntilRunning(connect, name, {timeoutMs, before})
    changed.push({name, action: 'restarted', state: stateOf(status)})
  }
  return changed
}

export async function removeConnectors(
  connect: ConnectClient,
  names: readonly string[],
  flags: {readonly 'if-exists': boolean; readonly 'dry-run': boolean},
  approve: (what: string) => Promise<void>,
): Promise<ChangedConnector[]> {
  const there = await connect.names()
  const wanted = flags['if-exists'] ? names.filter(name => there.includes(name)) : names
  if (!flags['if-exists']) await requireThere(connect, names)
  if (flags['dry-run']) return wanted.map(name => ({name, action: 'would remove', state: undefined}))
  if (wanted.length > 0)
    await approve(wanted.length === 1 ? `connector ${wanted[0]}` : `the connectors ${wanted.join(', ')}`)
  for (const name of wanted) await connect.remove(name)
  return wanted.map(name => ({name, action: 'removed', state: undefined}))
}

export interface AskReset {
  /** Is told what will be asked of the worker, before it is. */
  readonly show: (requests: readonly ConnectRequest[]) => Promise<void>
  /** Throws when the answer is no. */
  readonly approve: (what: string) => Promise<void>
}

/** Forgets how far it has come: it begins anew. Only a stopped connector may; it is stopped for that, and resumed. */
export async function resetOffsets(
  connect: ConnectClient,
  name: string,
  {timeout: timeoutMs, 'dry-run': dryRun}: ChangeFlags,
  {show, approve}: AskReset,
): Promise<ChangedConnector> {
  await requireThere(connect, [name])
  const before = await connect.status(name)
  const stays = before?.connector.state === 'STOPPED' || before?.connector.state === 'PAUSED'
  const [stop, reset, resume] = [
    connectRequest.act(name, 'stop'),
    connectRequest.resetOffsets(name),
    connectRequest.act(name, 'resume'),
  ]
  await show(stays ? [stop, reset] : [stop, reset, resume])
  if (dryRun) return {name, action: 'would reset offsets', state: stateOf(before)}
  await approve(`the offsets of ${name}`)
  await connect.act(name, 'stop')
  const reached = await stateReached(connect, name, 'STOPPED', timeoutMs)
  if (reached !== 'STOPPED')
    throw new MsaError('E_NOT_READY', `${name} does not stop`, {
      tryThis: ['msa restart connect', `msa connector status ${name}`],
    })
  await connect.resetOffsets(name)
  if (stays) return {name, action: 'offsets reset', state: 'STOPPED'}
  await connect.act(name, 'resume')
  const {status} = await waitUntilRunning(connect, name, {timeoutMs, before})
  return {name, action: 'offsets reset', state: stateOf(status)}
}

async function requireThere(connect: ConnectClient, names: readonly string[]): Promise<void> {
  const there = await connect.names()
  const missing = names.find(name => !there.includes(name))
  if (missing !== undefined) throw await missingConnector(connect, missing)
}
