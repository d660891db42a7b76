import {setTimeout as pause} from 'node:timers/promises'
import {MsaError} from '../errors.js'
import {askConnect, type ConnectAnswer, wasRefused} from './connect-http.js'
import {type ConnectorAction, type ConnectorConfig, type ConnectRequest, connectRequest} from './connect-requests.js'
import {kindOfAnswer, pauseBefore} from './connect-retry.js'

export type {ConnectorConfig}

export type ConnectorState = 'RUNNING' | 'PAUSED' | 'STOPPED' | 'FAILED' | 'UNASSIGNED' | 'RESTARTING' | 'DESTROYED'

export interface ConnectorStatus {
  readonly name: string
  readonly type: 'source' | 'sink' | 'unknown'
  readonly connector: {readonly state: ConnectorState; readonly worker_id: string; readonly trace?: string}
  readonly tasks: readonly TaskStatus[]
}
export interface TaskStatus {
  readonly id: number
  readonly state: ConnectorState
  readonly worker_id: string
  readonly trace?: string
}

export interface InstalledPlugin {
  readonly class: string
  readonly type: string
  readonly version?: string
}

/** One field of a configuration as the plugin sees it. */
export interface ValidatedField {
  readonly definition: {readonly name: string; readonly type: string; readonly required: boolean}
  readonly value: {readonly name: string; readonly value: string | null; readonly errors: readonly string[]}
}
export interface Validation {
  readonly error_count: number
  readonly configs: readonly ValidatedField[]
}

export interface ConnectorOffset {
  readonly partition: Readonly<Record<string, unknown>>
  readonly offset: Readonly<Record<string, unknown>> | null
}

/** Where the worker knows servers by other addresses than this machine does. */
export interface AddressView {
  readonly toWorker: (config: ConnectorConfig) => ConnectorConfig
  readonly toMachine: (config: ConnectorConfig) => ConnectorConfig
}

export interface ConnectOptions {
  /** Configurations are spoken of as on this machine; undefined where that is how the worker sees them, too. */
  readonly view?: AddressView | undefined
  /** How long a rebalance, a restart of the worker, or a worker that is not up yet is waited out. */
  readonly patienceMs?: number
  /** Wait also for a worker that has not answered at all. */
  readonly waitsForStart?: boolean
  readonly timeoutMs?: number
}

const PATIENCE_MS = 60_000
/** Validation runs the plugin's own code, which connects to databases and may hang there. */
const TIMEOUT_MS = 30_000

/** A Connect worker's REST interface. Rebalances, restarts and lost answers are waited out; nothing is ever written twice. */
export class ConnectClient {
  private hasAnswered = false

  constructor(
    readonly address: string,
    private readonly options: ConnectOptions = {},
  ) {}

  async names(): Promise<string[]> {
    return (await this.expect<string[]>(connectRequest.names())).toSorted()
  }

  async statuses(): Promise<ConnectorStatus[]> {
    const all = await this.expect<Record<string, {status?: ConnectorStatus}>>(connectRequest.statuses())
    return Object.values(all).flatMap(({status}) => (status ? [status] : []))
  }

  /** Undefined for a connector that isn't there, or whose status isn't written yet. */
  status(name: string): Promise<ConnectorStatus | undefined> {
    return this.find(connectRequest.status(name))
  }

  async config(name: string): Promise<ConnectorConfig | undefined> {
    const config = await this.find<ConnectorConfig>(connectRequest.config(name))
    return config === undefined ? undefined : this.onMachine(config)
  }

  /** A configuration in the words in which it will be read again: what differs from what is there differs in these. */
  asRead(config: ConnectorConfig): ConnectorConfig {
    return this.onMachine(this.forWorker(config))
  }

  private forWorker(config: ConnectorConfig): ConnectorConfig {
    return this.options.view?.toWorker(config) ?? config
  }

  private onMachine(config: ConnectorConfig): ConnectorConfig {
    return this.options.view?.toMachine(config) ?? config
  }

  topics(name: string): Promise<Record<string, {topics: string[]}> | undefined> {
    return this.find(connectRequest.topics(name))
  }

  offsets(name: string): Promise<{offsets: ConnectorOffset[]} | undefined> {
    return this.find(connectRequest.offsets(name))
  }

  /** Connectors; `all` has transforms, predicates and converters besides. */
  plugins(all = false): Promise<InstalledPlugin[]> {
    return this.expect(connectRequest.plugins(all))
  }

  /** As the worker is asked, in its own addresses. */
  validateRequest(config: ConnectorConfig): ConnectRequest {
    return connectRequest.validate(this.forWorker(config))
  }

  putRequest(name: string, config: ConnectorConfig): ConnectRequest {
    return connectRequest.putConfig(name, this.forWorker(config))
  }

  validate(config: ConnectorConfig): Promise<Validation> {
    return this.expect(this.validateRequest(config))
  }

  /** Creates or replaces. After a lost answer it looks whether that was done before it asks again. */
  async putConfig(name: string, config: ConnectorConfig): Promise<void> {
    const isDone = async () => isSameConfig(await this.config(name), this.asRead({...config, name}))
    await this.expect(this.putRequest(name, config), isDone)
  }

  async act(name: string, action: ConnectorAction): Promise<void> {
    await this.expect(connectRequest.act(name, action))
  }

  async restart(name: string, onlyFailed: boolean): Promise<void> {
    await this.expect(connectRequest.restart(name, onlyFailed))
  }

  /** Gone already is done. */
  async remove(name: string): Promise<void> {
    const request = connectRequest.remove(name)
    const answer = await this.ask(request, async () => (await this.config(name)) === undefined)
    if (answer.status !== 404) this.require(answer, request)
  }

  async resetOffsets(name: string): Promise<void> {
    await this.expect(connectRequest.resetOffsets(name))
  }

  private async find<T>(request: ConnectRequest): Promise<T | undefined> {
    const answer = await this.ask(request)
    return answer.status === 404 ? undefined : (this.require(answer, request) as T)
  }

  private async expect<T>(request: ConnectRequest, isDone?: () => Promise<boolean>): Promise<T> {
    return this.require(await this.ask(request, isDone), request) as T
  }

  private require(answer: ConnectAnswer, {method, path}: ConnectRequest): unknown {
    if (answer.status < 400) return answer.body
    throw new MsaError(answer.status === 400 ? 'E_INPUT' : 'E_FAILED', refusalOf(answer, path), {
      details: [`HTTP ${answer.status} to ${method} ${path}`, ...answer.message.split('\n').slice(0, 12)],
      tryThis: ['msa connector list', 'msa logs connect --tail 20'],
    })
  }

  private async ask(request: ConnectRequest, isDone?: () => Promise<boolean>): Promise<ConnectAnswer> {
    const deadlineMs = performance.now() + (this.options.patienceMs ?? PATIENCE_MS)
    for (let attempt = 0; ; attempt++) {
      const outcome = await this.askOnce(request)
      const isLast = performance.now() > deadlineMs
      if (outcome.kind === 'final' || isLast) return orThrow(outcome)
      await pause(pauseBefore(attempt))
      if (outcome.kind === 'uncertain' && (await isDone?.())) return {status: 200, body: undefined, message: ''}
    }
  }

  private async askOnce({method, path, body}: ConnectRequest): Promise<Outcome> {
    try {
      const answer = await askConnect(this.address, method, path, body, this.options.timeoutMs ?? TIMEOUT_MS)
      this.hasAnswered = true
      return {kind: kindOfAnswer(answer), answer}
    } catch (error) {
      const waits = this.hasAnswered || this.options.waitsForStart === true
      if (!waits || path.endsWith('/validate')) return {kind: 'final', error}
      return {kind: wasRefused(error) ? 'passes' : 'uncertain', error}
    }
  }
}

type Outcome = {readonly kind: ReturnType<typeof kindOfAnswer>} & (
  | {readonly answer: ConnectAnswer}
  | {readonly error: unknown}
)

function orThrow(outcome: Outcome): ConnectAnswer {
  if ('error' in outcome) throw outcome.error
  return outcome.answer
}

function refusalOf({status, message}: ConnectAnswer, path: string): string {
  const name = decodeURIComponent(path.split(/[/?]/)[2] ?? '')
  if (status === 404) return `there is no connector ${name}`
  if (status === 409) return 'Kafka Connect is still rebalancing'
  return `Kafka Connect refused: ${message.split('\n')[0]?.slice(0, 300)}`
}

/** Connect adds the name to what it keeps. */
export function isSameConfig(live: ConnectorConfig | undefined, wanted: ConnectorConfig): boolean {
  if (live === undefined) return false
  const keys = new Set([...Object.keys(live), ...Object.keys(wanted)])
  keys.delete('name')
  return [...keys].every(key => live[key] === wanted[key])
}
