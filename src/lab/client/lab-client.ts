import type {IncomingMessage} from 'node:http'
import {MsaError, reviveError, type SerialisedError, systemCode} from '../../errors.js'
import {ioError} from '../../platform/files.js'
import {readJson, readJsonLines, requestUnix} from '../../platform/unix-http.js'
import type {LabIdentity} from '../../runtimes/runtime.js'
import type {LabEvent} from '../events.js'
import {type Accepted, type NamesRequest, protocolVersion, type Snapshot, type UpRequest} from '../protocol.js'
import {socketPathOf} from '../socket-path.js'

/** What a command can ask a running lab's supervisor. */
export interface LabClient {
  snapshot(options?: {readonly withStats: boolean}): Promise<Snapshot>
  up(request: UpRequest): Promise<Accepted>
  /** Wants known components up, with the configuration they had. */
  start(request: NamesRequest): Promise<Accepted>
  down(request: NamesRequest): Promise<Accepted>
  restart(request: NamesRequest): Promise<Accepted>
  /** Events after `seq`, as they come, until the signal or the supervisor's end. */
  events(seq: number, signal: AbortSignal): AsyncGenerator<LabEvent>
}

/** A supervisor that does not answer for so long is hung (fault F10). */
const answerMs = 5000

export function labClient(lab: LabIdentity, env: NodeJS.ProcessEnv): LabClient {
  const socketPath = socketPathOf(lab, env)
  const ask = (method: 'GET' | 'POST', path: string, body?: unknown, signal?: AbortSignal) =>
    requestUnix({socketPath, method, path, body, timeoutMs: answerMs, ...(signal ? {signal} : {})})
  return {
    async snapshot({withStats} = {withStats: false}) {
      const snapshot = await answer<Snapshot>(await ask('GET', withStats ? '/state?stats' : '/state'))
      rejectOtherProtocol(snapshot)
      rejectOtherLab(snapshot, lab)
      return snapshot
    },
    up: async request => answer<Accepted>(await ask('POST', '/up', request)),
    start: async request => answer<Accepted>(await ask('POST', '/start', request)),
    down: async request => answer<Accepted>(await ask('POST', '/down', request)),
    restart: async request => answer<Accepted>(await ask('POST', '/restart', request)),
    async *events(seq, signal) {
      try {
        yield* readJsonLines<LabEvent>(await ask('GET', `/events?after=${seq}`, undefined, signal))
      } catch (error) {
        if (!signal.aborted && !isGone(error)) throw error
      }
    },
  }
}

/** The client of a supervisor that is there; undefined when there is none. */
export async function findSupervisor(lab: LabIdentity, env: NodeJS.ProcessEnv): Promise<LabClient | undefined> {
  return (await findSnapshot(lab, env))?.client
}

export interface Running {
  readonly client: LabClient
  readonly snapshot: Snapshot
}

/** Names of the tasks that have a process or a container. */
export function activeNames(running: Running | undefined): string[] {
  return (running?.snapshot.components ?? []).filter(({state}) => 'handle' in state).map(({name}) => name)
}

/** The same with its state, at the price of one request. */
export async function findSnapshot(
  lab: LabIdentity,
  env: NodeJS.ProcessEnv,
  options = {withStats: false},
): Promise<Running | undefined> {
  const client = labClient(lab, env)
  try {
    return {client, snapshot: await client.snapshot(options)}
  } catch (error) {
    if (isGone(error)) return undefined
    throw systemCode(error) === 'EACCES' ? ioError(`cannot reach the supervisor in ${lab.dir}`, error) : error
  }
}

/** Nobody listens: no socket, a dead supervisor's socket, or one that ended while we spoke. */
export function isGone(error: unknown): boolean {
  return ['ENOENT', 'ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ENOTSOCK', 'ENOTDIR'].includes(systemCode(error) ?? '')
}

/** A supervisor that went away while it was spoken to, in words. */
export async function unlessGone<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer
  } catch (error) {
    throw isGone(error) ? supervisorGone(error) : error
  }
}

export function supervisorGone(cause?: unknown): MsaError {
  return new MsaError('E_NOT_REACHABLE', "the lab's supervisor ended before it was done", {
    tryThis: ['Look at its log: msa logs supervisor', 'Run the command again: it takes over what runs'],
    cause,
  })
}

async function answer<T>(response: IncomingMessage): Promise<T> {
  const body = await readJson<T | {readonly error: SerialisedError}>(response)
  if (typeof body === 'object' && body !== null && 'error' in body) throw reviveError(body.error)
  return body
}

/** One folder mounted in two places is one set of data: whoever came first has it (promise P3). */
function rejectOtherLab({lab: holder}: Snapshot, lab: LabIdentity): void {
  if (holder.id === lab.id) return
  throw new MsaError('E_BUSY', `the data in ${lab.dir} is in use by another lab, in ${holder.dir}`, {
    tryThis: [
      'Stop that lab first: msa down in its folder',
      'Or give this lab a folder of its own: msa init other-lab',
    ],
  })
}

function rejectOtherProtocol({protocol, version}: Snapshot): void {
  if (protocol === protocolVersion) return
  throw new MsaError('E_STATE_VERSION', `this lab is supervised by msa ${version}, which speaks another protocol`, {
    tryThis: ['Stop it with that msa, or by force with this one: msa down --force'],
  })
}
