import {describe, expect, it} from 'vitest'
import {Configuration} from '../config/configuration.js'
import type {PropertyValue} from '../config/properties.js'
import {createLog} from '../log.js'
import {Metrics} from '../metrics/metrics.js'
import {breakerSettings} from './breaker-settings.js'
import {Breakers, CallNotPermitted} from './breakers.js'

const prefix = 'resilience4j.circuitbreaker'

async function configured(values: Record<string, PropertyValue>) {
  let current = values
  const configuration = new Configuration(async () => [{name: 'test', values: current}], {}, {})
  await configuration.refresh()
  const log = createLog({app: 't', currentTrace: () => undefined, write: () => undefined})
  const metrics = new Metrics()
  const breakers = new Breakers(configuration, metrics, log)
  const change = (next: Record<string, PropertyValue>) => {
    current = next
    return configuration.refresh()
  }
  return {configuration, metrics, breakers, change}
}

const fail = () => Promise.reject(new Error('refused'))

describe('settings', () => {
  it("are the instance's own, else those of its base configuration, in any of Spring's spellings", async () => {
    const {configuration} = await configured({
      [`${prefix}.configs.default.slidingWindowSize`]: 7,
      [`${prefix}.configs.shared.failure-rate-threshold`]: 25,
      [`${prefix}.instances.orders.base-config`]: 'shared',
      [`${prefix}.instances.orders.waitDurationInOpenState`]: '2s',
      'resilience4j.timelimiter.configs.default.timeout-duration': 'PT0.5S',
    })
    expect(breakerSettings(configuration.current, 'orders')).toMatchObject({
      failureRateThreshold: 25,
      slidingWindowSize: 100,
      waitDurationInOpenStateMs: 2000,
    })
    expect(breakerSettings(configuration.current, 'other')).toMatchObject({
      slidingWindowSize: 7,
      timeoutDurationMs: 500,
    })
  })

  it.each([
    ['failure-rate-threshold', 0],
    ['failure-rate-threshold', 101],
    ['sliding-window-size', 0],
    ['minimum-number-of-calls', 1.5],
    ['wait-duration-in-open-state', 'soon'],
    ['sliding-window-type', 'TIMED'],
  ])('%s: %s is refused by its name', async (setting, value) => {
    const {configuration} = await configured({[`${prefix}.configs.default.${setting}`]: value})
    expect(() => breakerSettings(configuration.current, 'orders')).toThrow(setting)
  })
})

describe('a call', () => {
  it('that fails is answered by the fallback; OPEN answers without calling', async () => {
    const {breakers} = await configured({
      [`${prefix}.configs.default.slidingWindowSize`]: 2,
      [`${prefix}.configs.default.minimumNumberOfCalls`]: 2,
    })
    expect(await breakers.run('orders', fail, () => 'none')).toBe('none')
    expect(await breakers.run('orders', fail, () => 'none')).toBe('none')
    let asked = 0
    const answer = await breakers.run<unknown>(
      'orders',
      async () => ++asked,
      error => error,
    )
    expect(answer).toBeInstanceOf(CallNotPermitted)
    expect(asked).toBe(0)
  })

  it('that takes longer than the time limiter allows is a failure, and is told to stop', async () => {
    const {breakers} = await configured({'resilience4j.timelimiter.configs.default.timeout-duration': '20ms'})
    let told: unknown
    const slow = (signal: AbortSignal) =>
      new Promise<string>(() => signal.addEventListener('abort', () => (told = signal.reason)))
    const answer = await breakers.run<unknown>('orders', slow, error => error)
    expect(String(answer)).toContain('no answer within 20 ms')
    expect(told).toBe(answer)
    expect(breakers.get('orders').figures().failed).toBe(1)
  })
})

describe('the metrics of a breaker', () => {
  const series = async (metrics: Metrics, name: string) =>
    [
      ...(await metrics.exposition()).matchAll(
        new RegExp(`^${name}\\{group="orders",name="orders",kind="(\\w+)"\\} (\\d+)$`, 'gm'),
      ),
    ].map(([, kind, value]) => `${kind} ${value}`)
  const [calls, limited] = ['resilience4j_circuitbreaker_calls_seconds_count', 'resilience4j_timelimiter_calls_total']
  const notPermitted = 'resilience4j_circuitbreaker_not_permitted_calls_total'

  it('are there before the first call', async () => {
    const {metrics, breakers} = await configured({})
    breakers.get('orders')
    expect(await series(metrics, calls)).toEqual(['successful 0', 'failed 0', 'ignored 0'])
    expect(await series(metrics, limited)).toEqual(['successful 0', 'failed 0', 'timeout 0'])
    expect(await series(metrics, notPermitted)).toEqual(['not_permitted 0'])
  })

  it('tell a call that failed from one that took too long; one that was not let through had no time limit', async () => {
    const {metrics, breakers} = await configured({
      [`${prefix}.configs.default.slidingWindowSize`]: 4,
      'resilience4j.timelimiter.configs.default.timeout-duration': '20ms',
    })
    const ignore = () => undefined
    for (const call of [async () => 1, fail, fail, () => new Promise(() => undefined), fail]) {
      await breakers.run<unknown>('orders', call, ignore)
    }
    expect(await series(metrics, calls)).toEqual(['successful 1', 'failed 3', 'ignored 0'])
    expect(await series(metrics, limited)).toEqual(['successful 1', 'failed 2', 'timeout 1'])
    expect(await series(metrics, notPermitted)).toEqual(['not_permitted 1'])
  })
})

it('a refresh with new settings makes a new breaker, one without them keeps its state', async () => {
  const settings = {[`${prefix}.configs.default.slidingWindowSize`]: 1}
  const {breakers, change} = await configured(settings)
  await breakers.run('orders', fail, () => undefined)
  expect(breakers.get('orders').state).toBe('OPEN')
  await change({...settings, 'greeting.message': 'hi'})
  expect(breakers.get('orders').state).toBe('OPEN')
  await change({[`${prefix}.configs.default.slidingWindowSize`]: 9})
  expect(breakers.get('orders').state).toBe('CLOSED')
  await change({[`${prefix}.configs.default.slidingWindowSize`]: 'many'})
  expect(breakers.get('orders').settings.slidingWindowSize).toBe(9)
})
