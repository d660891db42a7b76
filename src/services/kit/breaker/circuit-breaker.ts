import type {BreakerSettings} from './breaker-settings.js'
import {countWindow, type SlidingWindow, timeWindow, type WindowTotals} from './sliding-window.js'

export const breakerStates = ['CLOSED', 'DISABLED', 'FORCED_OPEN', 'HALF_OPEN', 'OPEN'] as const
export type BreakerState = (typeof breakerStates)[number]

export type BreakerEvent = {readonly breaker: string; readonly atMs: number} & (
  | {readonly type: 'SUCCESS'; readonly durationMs: number}
  | {readonly type: 'ERROR'; readonly durationMs: number; readonly reason: string}
  | {readonly type: 'NOT_PERMITTED'}
  | {readonly type: 'FAILURE_RATE_EXCEEDED' | 'SLOW_CALL_RATE_EXCEEDED'; readonly rate: number}
  | {readonly type: 'STATE_TRANSITION'; readonly from: BreakerState; readonly to: BreakerState}
)

export interface BreakerClock {
  /** Monotonic milliseconds. */
  now(): number
  /** Calls `work` once after `ms`; the answer cancels it. */
  after(ms: number, work: () => void): () => void
}

export interface BreakerFigures extends WindowTotals {
  readonly state: BreakerState
  /** -1 while there are too few calls to say. */
  readonly failureRate: number
  readonly slowCallRate: number
  readonly notPermitted: number
}

/** Resilience4j's state machine: thresholds are reached at "equal or above", and a rate counts only from the minimum number of calls. */
export class CircuitBreaker {
  private current: BreakerState = 'CLOSED'
  private window: SlidingWindow
  private minimumCalls: number
  private openUntilMs = 0
  private permits = 0
  private notPermitted = 0
  private cancelTimer: () => void = () => undefined

  constructor(
    readonly name: string,
    readonly settings: BreakerSettings,
    private readonly clock: BreakerClock,
    private readonly emit: (event: BreakerEvent) => void = () => undefined,
  ) {
    this.window = this.closedWindow()
    this.minimumCalls = this.closedMinimum()
  }

  get state(): BreakerState {
    return this.current
  }

  /** May a call be made now? A yes must be followed by `onSuccess` or `onError`. */
  tryAcquire(): boolean {
    if (this.current === 'OPEN' && this.clock.now() >= this.openUntilMs) this.transitionTo('HALF_OPEN')
    if (this.current === 'CLOSED' || this.current === 'DISABLED') return true
    if (this.current === 'HALF_OPEN' && this.permits > 0) {
      this.permits -= 1
      return true
    }
    this.notPermitted += 1
    this.tell({type: 'NOT_PERMITTED'})
    return false
  }

  onSuccess(durationMs: number): void {
    this.tell({type: 'SUCCESS', durationMs})
    this.record(false, durationMs)
  }

  onError(durationMs: number, reason: string): void {
    this.tell({type: 'ERROR', durationMs, reason})
    this.record(true, durationMs)
  }

  transitionTo(state: BreakerState): void {
    const from = this.current
    this.cancelTimer()
    this.current = state
    if (state === 'CLOSED') this.enterClosed()
    if (state === 'OPEN') this.enterOpen()
    if (state === 'HALF_OPEN') this.enterHalfOpen()
    if (from !== state) this.tell({type: 'STATE_TRANSITION', from, to: state})
  }

  figures(): BreakerFigures {
    const totals = this.window.totals()
    return {...totals, ...this.rates(totals), state: this.current, notPermitted: this.notPermitted}
  }

  /** Ends its timers: a breaker with new settings takes its place. */
  retire(): void {
    this.cancelTimer()
  }

  private record(failed: boolean, durationMs: number): void {
    const totals = this.window.record({failed, slow: durationMs > this.settings.slowCallDurationThresholdMs})
    if (this.current !== 'CLOSED' && this.current !== 'HALF_OPEN') return
    const {failureRate, slowCallRate} = this.rates(totals)
    if (failureRate < 0) return
    const fails = failureRate >= this.settings.failureRateThreshold
    const isSlow = slowCallRate >= this.settings.slowCallRateThreshold
    if (this.current === 'CLOSED') {
      // Said on the way out of CLOSED only: a trial that fails in HALF_OPEN is no news.
      if (fails) this.tell({type: 'FAILURE_RATE_EXCEEDED', rate: failureRate})
      if (isSlow) this.tell({type: 'SLOW_CALL_RATE_EXCEEDED', rate: slowCallRate})
    }
    if (fails || isSlow) this.transitionTo('OPEN')
    else if (this.current === 'HALF_OPEN') this.transitionTo('CLOSED')
  }

  private rates(totals: WindowTotals): {failureRate: number; slowCallRate: number} {
    if (totals.calls === 0 || totals.calls < this.minimumCalls) return {failureRate: -1, slowCallRate: -1}
    return {failureRate: (100 * totals.failed) / totals.calls, slowCallRate: (100 * totals.slow) / totals.calls}
  }

  private enterClosed(): void {
    this.window = this.closedWindow()
    this.minimumCalls = this.closedMinimum()
  }

  private enterOpen(): void {
    const waitMs = this.settings.waitDurationInOpenStateMs
    this.openUntilMs = this.clock.now() + waitMs
    if (!this.settings.automaticTransitionFromOpenToHalfOpenEnabled) return
    this.cancelTimer = this.clock.after(waitMs, () => this.transitionTo('HALF_OPEN'))
  }

  private enterHalfOpen(): void {
    const {permittedNumberOfCallsInHalfOpenState: permitted, maxWaitDurationInHalfOpenStateMs: maxWaitMs} =
      this.settings
    this.permits = permitted
    this.window = countWindow(permitted)
    this.minimumCalls = Math.min(this.settings.minimumNumberOfCalls, permitted)
    if (maxWaitMs > 0) this.cancelTimer = this.clock.after(maxWaitMs, () => this.transitionTo('OPEN'))
  }

  private closedWindow(): SlidingWindow {
    const {slidingWindowType, slidingWindowSize} = this.settings
    return slidingWindowType === 'COUNT_BASED'
      ? countWindow(slidingWindowSize)
      : timeWindow(slidingWindowSize, () => this.clock.now())
  }

  /** A window of ten calls can never hold a hundred. */
  private closedMinimum(): number {
    const {slidingWindowType, slidingWindowSize, minimumNumberOfCalls} = this.settings
    return slidingWindowType === 'COUNT_BASED'
      ? Math.min(minimumNumberOfCalls, slidingWindowSize)
      : minimumNumberOfCalls
  }

  private tell(event: DistributiveOmit<BreakerEvent, 'breaker' | 'atMs'>): void {
    this.emit({...event, breaker: this.name, atMs: Date.now()})
  }
}

type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never
