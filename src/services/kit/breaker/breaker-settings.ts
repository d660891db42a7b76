import type {Properties} from '../config/properties.js'

const windowTypes = ['COUNT_BASED', 'TIME_BASED'] as const

/** Resilience4j's settings under its names; percentages from 0 to 100. */
export interface BreakerSettings {
  readonly failureRateThreshold: number
  readonly slowCallRateThreshold: number
  readonly slowCallDurationThresholdMs: number
  readonly slidingWindowType: (typeof windowTypes)[number]
  /** Calls, or seconds. */
  readonly slidingWindowSize: number
  readonly minimumNumberOfCalls: number
  readonly waitDurationInOpenStateMs: number
  readonly permittedNumberOfCallsInHalfOpenState: number
  /** 0: no limit. */
  readonly maxWaitDurationInHalfOpenStateMs: number
  readonly automaticTransitionFromOpenToHalfOpenEnabled: boolean
  /** Of the time limiter around each call. */
  readonly timeoutDurationMs: number
}

/** What Spring's CircuitBreakerFactory uses where nothing is set. */
export const defaultBreakerSettings: BreakerSettings = {
  failureRateThreshold: 50,
  slowCallRateThreshold: 100,
  slowCallDurationThresholdMs: 60_000,
  slidingWindowType: 'COUNT_BASED',
  slidingWindowSize: 100,
  minimumNumberOfCalls: 100,
  waitDurationInOpenStateMs: 60_000,
  permittedNumberOfCallsInHalfOpenState: 10,
  maxWaitDurationInHalfOpenStateMs: 0,
  automaticTransitionFromOpenToHalfOpenEnabled: false,
  timeoutDurationMs: 1000,
}

/** `resilience4j.circuitbreaker.instances.NAME.*`, then its `base-config` (`configs.default` without one), then the defaults. */
export function breakerSettings(properties: Properties, name: string): BreakerSettings {
  const read = reader(properties, 'resilience4j.circuitbreaker', name)
  const limit = reader(properties, 'resilience4j.timelimiter', name)
  const base = defaultBreakerSettings
  return {
    failureRateThreshold: percent(read, 'failure-rate-threshold', base.failureRateThreshold),
    slowCallRateThreshold: percent(read, 'slow-call-rate-threshold', base.slowCallRateThreshold),
    slowCallDurationThresholdMs: read.durationMs('slow-call-duration-threshold', base.slowCallDurationThresholdMs),
    slidingWindowType: properties.oneOf(read.key('sliding-window-type'), windowTypes, base.slidingWindowType),
    slidingWindowSize: atLeastOne(read, 'sliding-window-size', base.slidingWindowSize),
    minimumNumberOfCalls: atLeastOne(read, 'minimum-number-of-calls', base.minimumNumberOfCalls),
    waitDurationInOpenStateMs: read.durationMs('wait-duration-in-open-state', base.waitDurationInOpenStateMs),
    permittedNumberOfCallsInHalfOpenState: atLeastOne(
      read,
      'permitted-number-of-calls-in-half-open-state',
      base.permittedNumberOfCallsInHalfOpenState,
    ),
    maxWaitDurationInHalfOpenStateMs: read.durationMs('max-wait-duration-in-half-open-state', 0),
    automaticTransitionFromOpenToHalfOpenEnabled: properties.flag(
      read.key('automatic-transition-from-open-to-half-open-enabled'),
      base.automaticTransitionFromOpenToHalfOpenEnabled,
    ),
    timeoutDurationMs: limit.durationMs('timeout-duration', base.timeoutDurationMs),
  }
}

interface Reader {
  key(setting: string): string
  number(setting: string, fallback: number): number
  durationMs(setting: string, fallback: number): number
}

function reader(properties: Properties, prefix: string, name: string): Reader {
  const own = `${prefix}.instances.${name}`
  const base = `${prefix}.configs.${properties.find(`${own}.base-config`) ?? 'default'}`
  const key = (setting: string) =>
    properties.find(`${own}.${setting}`) === undefined ? `${base}.${setting}` : `${own}.${setting}`
  return {
    key,
    number: (setting, fallback) => properties.number(key(setting), fallback),
    durationMs: (setting, fallback) => properties.durationMs(key(setting), fallback),
  }
}

function percent(read: Reader, setting: string, fallback: number): number {
  const value = read.number(setting, fallback)
  if (value > 0 && value <= 100) return value
  throw new Error(`${read.key(setting)} must be above 0 and at most 100, not ${value}`)
}

function atLeastOne(read: Reader, setting: string, fallback: number): number {
  const value = read.number(setting, fallback)
  if (Number.isInteger(value) && value >= 1) return value
  throw new Error(`${read.key(setting)} must be a whole number of at least 1, not ${value}`)
}
