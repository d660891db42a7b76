import type {Agent} from 'node:http'
import {reasonOf} from '../../../errors.js'
import {systemClock} from '../../../platform/clock.js'
import {createAgent, type HttpAnswer, httpCall} from '../http/call.js'
import {applyDelta, fullView, type RegistryView} from './registry-view.js'
import type {ServiceInstances} from './service-instances.js'

export interface EurekaClientOptions {
  /** Such as `http://127.0.0.1:8761/eureka`; the first that answers is used. */
  readonly urls: readonly string[]
  readonly app: string
  readonly instanceId: string
  /** The instance in Eureka's wire form, without what the server adds; undefined for one that only looks. */
  readonly registration: (() => Record<string, unknown>) | undefined
  readonly renewalIntervalMs: number
  readonly fetchIntervalMs: number
  readonly instances: ServiceInstances
  readonly say: (message: string) => void
}

const timeoutMs = 5000
/** How long our own discovery server may hold an answer back until something changes. */
const waitMs = 20_000
const retryAfterMs = 500

/**
 * Registers this process, keeps its lease, and keeps a copy of the registry.
 * The copy is asked for with `waitMs`, an addition of our own server: it answers as soon as something changes. Any other Eureka server
 * ignores the parameter and sends no `x-registry-version`; it is then asked every `fetchIntervalMs`.
 */
export class EurekaClient {
  private readonly stopping = new AbortController()
  private readonly agent: Agent = createAgent(4)
  private readonly loops: Promise<void>[] = []
  private url: string
  private epoch: string | undefined
  private failing = false
  registered = false

  constructor(private readonly options: EurekaClientOptions) {
    this.url = options.urls[0] ?? ''
  }

  /** Resolves at once; registration and copy are kept up in the background, whatever the server does. */
  start(): void {
    if (this.options.registration !== undefined) this.loops.push(this.keepRegistered(this.options.registration))
    this.loops.push(this.keepCopy())
  }

  /** Takes the registration back, so that nobody is sent here any more. */
  async stop(): Promise<void> {
    this.stopping.abort()
    await Promise.all(this.loops)
    if (this.registered) {
      await this.call('DELETE', this.ownPath).catch(() => undefined)
      this.registered = false
    }
    this.agent.destroy()
  }

  private get ownPath(): string {
    return `/apps/${encodeURIComponent(this.options.app.toUpperCase())}/${encodeURIComponent(this.options.instanceId)}`
  }

  private async keepRegistered(registration: () => Record<string, unknown>): Promise<void> {
    const {signal} = this.stopping
    while (!signal.aborted) {
      // Undefined: the server could not be asked. Nothing is known then, so nothing is given up.
      const renewed = this.registered ? await this.attempt(() => this.renew()) : false
      const registered = renewed === false ? await this.attempt(() => this.register(registration())) : renewed
      if (renewed === false) this.registered = registered ?? false
      await systemClock.sleep(registered ? this.options.renewalIntervalMs : retryAfterMs, signal)
    }
  }

  private async register(instance: Record<string, unknown>): Promise<boolean> {
    const path = `/apps/${encodeURIComponent(this.options.app.toUpperCase())}`
    const answer = await this.call('POST', path, JSON.stringify({instance}))
    if (answer.status !== 204 && answer.status !== 200) throw new Error(`registration was answered ${answer.status}`)
    return true
  }

  /** False when the server does not know us: it was restarted, or gave us up. */
  private async renew(): Promise<boolean> {
    const answer = await this.call('PUT', `${this.ownPath}?status=UP`)
    return answer.status !== 404
  }

  private async keepCopy(): Promise<void> {
    const {signal} = this.stopping
    let version: string | undefined
    while (!signal.aborted) {
      const answer = await this.attempt(() => this.fetchCopy(version))
      if (answer === undefined) version = undefined
      else version = answer.version
      // With versions the server itself paces this loop: it answers when there is something to tell.
      const pauseMs = answer === undefined ? retryAfterMs : version === undefined ? this.options.fetchIntervalMs : 0
      if (pauseMs > 0) await systemClock.sleep(pauseMs, signal)
    }
  }

  private async fetchCopy(version: string | undefined): Promise<{version: string | undefined}> {
    if (version === undefined) return this.fetchAll()
    const answer = await this.call(
      'GET',
      `/apps/delta?waitMs=${waitMs}&version=${version}`,
      undefined,
      waitMs + timeoutMs,
    )
    if (answer.status !== 200) throw new Error(`the registry was answered ${answer.status}`)
    const view = applyDelta(this.options.instances.current, JSON.parse(answer.text))
    if (view === undefined || answer.headers['x-registry-epoch'] !== this.epoch) return this.fetchAll()
    this.options.instances.update(view, false)
    return {version: header(answer, 'x-registry-version')}
  }

  private async fetchAll(): Promise<{version: string | undefined}> {
    const answer = await this.call('GET', '/apps/')
    if (answer.status !== 200) throw new Error(`the registry was answered ${answer.status}`)
    const view: RegistryView = fullView(JSON.parse(answer.text))
    const epoch = header(answer, 'x-registry-epoch')
    const restarted = this.epoch !== undefined && epoch !== this.epoch
    this.epoch = epoch
    this.options.instances.update(view, restarted)
    if (restarted && this.options.registration) {
      this.registered = (await this.attempt(() => this.renewOrRegister())) ?? this.registered
    }
    return {version: header(answer, 'x-registry-version')}
  }

  private async renewOrRegister(): Promise<boolean> {
    const {registration} = this.options
    return registration !== undefined && ((await this.renew()) || (await this.register(registration())))
  }

  /** Undefined when the server could not be asked; said once until it works again. */
  private async attempt<T>(work: () => Promise<T>): Promise<T | undefined> {
    try {
      const result = await work()
      if (this.failing) this.options.say(`discovery answers again at ${this.url}`)
      this.failing = false
      return result
    } catch (error) {
      if (this.stopping.signal.aborted) return undefined
      if (!this.failing) this.options.say(`discovery cannot be asked: ${reasonOf(error)}; going on with what is known`)
      this.failing = true
      const next = this.options.urls.indexOf(this.url) + 1
      this.url = this.options.urls[next % this.options.urls.length] ?? this.url
      return undefined
    }
  }

  private call(method: string, path: string, body?: string, deadlineMs = timeoutMs): Promise<HttpAnswer> {
    return httpCall(`${this.url}${path}`, {
      method,
      headers: {accept: 'application/json', ...(body === undefined ? {} : {'content-type': 'application/json'})},
      timeoutMs: deadlineMs,
      agent: this.agent,
      ...(body === undefined ? {} : {body}),
      ...(method === 'DELETE' ? {} : {signal: this.stopping.signal}),
    })
  }
}

function header(answer: HttpAnswer, name: string): string | undefined {
  const value = answer.headers[name]
  return typeof value === 'string' ? value : undefined
}
