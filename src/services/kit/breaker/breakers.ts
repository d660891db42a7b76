import {performance} from 'node:perf_hooks'
import {reasonOf} from '../../../errors.js'
import type {Configuration} from '../config/configuration.js'
import type {Log} from '../log.js'
import type {Metrics} from '../metrics/metrics.js'
import {type BreakerMeters, measureBreakers} from './breaker-metrics.js'
import {breakerSettings} from './breaker-settings.js'
import {type BreakerClock, type BreakerEvent, CircuitBreaker} from './circuit-breaker.js'

/** The breaker did not let the call through. */
export class CallNotPermitted extends Error {
  override readonly name = 'CallNotPermitted'
}

/** The time limiter gave the call up. */
class CallTooLong extends Error {
  override readonly name = 'CallTooLong'
}

export const systemBreakerClock: BreakerClock = {
  now: () => performance.now(),
  after(ms, work) {
    const timer = setTimeout(work, ms)
    timer.unref()
    return () => clearTimeout(timer)
  },
}

const maxEvents = 100

/** The breakers of one service by name, made on first use from the configuration and anew when their settings change. */
export class Breakers {
  private readonly breakers = new Map<string, CircuitBreaker>()
  private readonly meters: BreakerMeters
  readonly events: BreakerEvent[] = []

  constructor(
    private readonly configuration: Configuration,
    metrics: Metrics,
    private readonly log: Log,
    private readonly clock: BreakerClock = systemBreakerClock,
  ) {
    this.meters = measureBreakers(metrics, () => [...this.breakers.values()])
    configuration.onChange(() => this.applySettings())
  }

  get(name: string): CircuitBreaker {
    const known = this.breakers.get(name)
    if (known !== undefined) return known
    const settings = breakerSettings(this.configuration.current, name)
    const breaker = new CircuitBreaker(name, settings, this.clock, event => this.note(event))
    this.breakers.set(name, breaker)
    this.meters.begin(name)
    return breaker
  }

  get all(): readonly CircuitBreaker[] {
    return [...this.breakers.values()]
  }

  /** Runs `call` within the time limit; a failure of any kind, also OPEN, is answered by `fallback`. */
  async run<T>(name: string, call: (signal: AbortSignal) => Promise<T>, fallback: (error: unknown) => T): Promise<T> {
    const breaker = this.get(name)
    if (!breaker.tryAcquire()) return fallback(new CallNotPermitted(`circuit breaker ${name} is ${breaker.state}`))
    const startedMs = this.clock.now()
    try {
      const result = await withinTime(call, breaker.settings.timeoutDurationMs)
      this.meters.noteLimited(name, 'successful')
      breaker.onSuccess(this.clock.now() - startedMs)
      return result
    } catch (error) {
      this.meters.noteLimited(name, error instanceof CallTooLong ? 'timeout' : 'failed')
      breaker.onError(this.clock.now() - startedMs, reasonOf(error))
      return fallback(error)
    }
  }

  private applySettings(): void {
    for (const [name, breaker] of this.breakers) {
      try {
        const settings = breakerSettings(this.configuration.current, name)
        if (JSON.stringify(settings) === JSON.stringify(breaker.settings)) continue
        breaker.retire()
        this.breakers.delete(name)
        this.log.info(`circuit breaker ${name} has new settings; it begins CLOSED`)
        this.get(name)
      } catch (error) {
        this.log.error(`circuit breaker ${name} keeps its settings: ${reasonOf(error)}`)
      }
    }
  }

  private note(event: BreakerEvent): void {
    this.events.push(event)
    if (this.events.length > maxEvents) this.events.shift()
    this.meters.note(event)
    if (event.type === 'STATE_TRANSITION')
      this.log.info(`circuit breaker ${event.breaker}: ${event.from} → ${event.to}`)
  }
}

/** The time limiter: after `timeoutMs` the call is a failure and is told to stop. */
export async function withinTime<T>(call: (signal: AbortSignal) => Promise<T>, timeoutMs: number): Promise<T> {
  const controller = new AbortController()
  let timer: NodeJS.Timeout | undefined
  const tooLate = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      const error = new CallTooLong(`no answer within ${timeoutMs} ms`)
      reject(error)
      controller.abort(error)
    }, timeoutMs)
  })
  try {
    return await Promise.race([call(controller.signal), tooLate])
  } finally {
    clearTimeout(timer)
  }
}
