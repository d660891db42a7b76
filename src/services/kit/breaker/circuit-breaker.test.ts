import {describe, expect, it} from 'vitest'
import {type BreakerSettings, defaultBreakerSettings} from './breaker-settings.js'
import {type BreakerClock, type BreakerEvent, CircuitBreaker} from './circuit-breaker.js'

/** Time that only moves when it is told to. */
function fakeClock(): BreakerClock & {pass(ms: number): void} {
  let now = 1_000_000
  const timers = new Set<{at: number; work: () => void}>()
  return {
    now: () => now,
    after(ms, work) {
      const timer = {at: now + ms, work}
      timers.add(timer)
      return () => timers.delete(timer)
    },
    pass(ms) {
      now += ms
      for (const timer of [...timers].filter(one => one.at <= now)) {
        timers.delete(timer)
        timer.work()
      }
    },
  }
}

/** `+` a success, `-` a failure, `s` a slow success, `x` a slow failure; answers what was let through. */
function breaker(settings: Partial<BreakerSettings>) {
  const clock = fakeClock()
  const events: BreakerEvent[] = []
  const one = new CircuitBreaker('orders', {...defaultBreakerSettings, ...settings}, clock, event => events.push(event))
  const call = (calls: string): string =>
    [...calls]
      .map(kind => {
        if (!one.tryAcquire()) return '.'
        const ms = kind === 's' || kind === 'x' ? one.settings.slowCallDurationThresholdMs + 1 : 1
        if (kind === '+' || kind === 's') one.onSuccess(ms)
        else one.onError(ms, 'refused')
        return kind
      })
      .join('')
  return {one, clock, events, call}
}

const small = {slidingWindowSize: 4, minimumNumberOfCalls: 4, failureRateThreshold: 50, waitDurationInOpenStateMs: 1000}

describe('a window of the last calls (COUNT_BASED)', () => {
  it.each([
    ['++++', 'CLOSED', 0],
    ['---', 'CLOSED', -1],
    ['+++-', 'CLOSED', 25],
    ['++--', 'OPEN', 50],
    ['----', 'OPEN', 100],
    ['++++---', 'OPEN', 50],
    ['+++-+++', 'CLOSED', 25],
    ['-+++-+++-', 'CLOSED', 25],
  ] as const)('after %s it is %s at a rate of %d', (calls, state, rate) => {
    const {one, call} = breaker(small)
    call(calls)
    expect(one.state).toBe(state)
    expect(one.figures().failureRate).toBe(rate)
  })

  it('holds no more than its size, so the minimum is never above it', () => {
    const {one, call} = breaker({slidingWindowSize: 5, minimumNumberOfCalls: 100})
    call('-----')
    expect(one.state).toBe('OPEN')
  })

  it('opens at the 100th call without any settings, as the real one was seen to', () => {
    const {one, call} = breaker({})
    call('-'.repeat(99))
    expect(one.state).toBe('CLOSED')
    call('-')
    expect(one.state).toBe('OPEN')
  })
})

describe('a window of the last seconds (TIME_BASED)', () => {
  const timed = {...small, slidingWindowType: 'TIME_BASED' as const, slidingWindowSize: 10, minimumNumberOfCalls: 3}

  it('forgets what is older', () => {
    const {one, clock, call} = breaker(timed)
    call('--')
    clock.pass(11_000)
    call('-++')
    expect(one.state).toBe('CLOSED')
    expect(one.figures()).toMatchObject({calls: 3, failed: 1})
  })

  it('counts everything within it, however many', () => {
    const {one, clock, call} = breaker(timed)
    for (let second = 0; second < 5; second += 1) {
      call('++')
      clock.pass(1000)
    }
    call('----------')
    expect(one.state).toBe('OPEN')
    expect(one.figures().calls).toBe(20)
  })
})

describe('slow calls', () => {
  it.each([
    ['ssss', 'OPEN'],
    ['sss+', 'CLOSED'],
  ] as const)('%s with a threshold of 100 %% is %s', (calls, state) => {
    const {one, call} = breaker(small)
    call(calls)
    expect(one.state).toBe(state)
  })

  it('that fail count as both', () => {
    const {one, call} = breaker({...small, failureRateThreshold: 100})
    call('x+++')
    expect(one.figures()).toMatchObject({failed: 1, slow: 1, slowFailed: 1, failureRate: 25, slowCallRate: 25})
  })
})

describe('OPEN', () => {
  it('lets nothing through until its time is over, and counts what it refused', () => {
    const {one, clock, call} = breaker(small)
    call('----')
    expect(call('+++')).toBe('...')
    clock.pass(999)
    expect(call('+')).toBe('.')
    expect(one.figures().notPermitted).toBe(4)
    clock.pass(1)
    expect(call('+')).toBe('+')
    expect(one.state).toBe('HALF_OPEN')
  })

  it('becomes HALF_OPEN by itself only when told to', () => {
    const {one, clock, call} = breaker({...small, automaticTransitionFromOpenToHalfOpenEnabled: true})
    call('----')
    clock.pass(1000)
    expect(one.state).toBe('HALF_OPEN')
    const byHand = breaker(small)
    byHand.call('----')
    byHand.clock.pass(60_000)
    expect(byHand.one.state).toBe('OPEN')
  })
})

describe('HALF_OPEN', () => {
  const half = {...small, permittedNumberOfCallsInHalfOpenState: 2}

  it.each([
    ['++', 'CLOSED'],
    ['+-', 'OPEN'],
    ['--', 'OPEN'],
  ] as const)('after %s is %s', (calls, state) => {
    const {one, clock, call} = breaker(half)
    call('----')
    clock.pass(1000)
    call(calls)
    expect(one.state).toBe(state)
  })

  it('lets so many calls through at a time, and no more', () => {
    const {one, clock, call} = breaker(half)
    call('----')
    clock.pass(1000)
    expect([one.tryAcquire(), one.tryAcquire(), one.tryAcquire()]).toEqual([true, true, false])
  })

  it('that nobody finishes becomes OPEN after its longest time', () => {
    const {one, clock, call} = breaker({...half, maxWaitDurationInHalfOpenStateMs: 500})
    call('----')
    clock.pass(1000)
    one.tryAcquire()
    clock.pass(500)
    expect(one.state).toBe('OPEN')
  })

  it('that closes begins a new window', () => {
    const {one, clock, call} = breaker(half)
    call('----')
    clock.pass(1000)
    call('++')
    expect(one.figures()).toMatchObject({calls: 0, failureRate: -1})
  })
})

it('tells every step as Resilience4j does', () => {
  const {events, clock, call} = breaker({...small, permittedNumberOfCallsInHalfOpenState: 1})
  call('----+')
  clock.pass(1000)
  call('+')
  const told = events.map(event => (event.type === 'STATE_TRANSITION' ? `${event.from}_TO_${event.to}` : event.type))
  expect(told).toEqual([
    ...['ERROR', 'ERROR', 'ERROR', 'ERROR', 'FAILURE_RATE_EXCEEDED', 'CLOSED_TO_OPEN', 'NOT_PERMITTED'],
    ...['OPEN_TO_HALF_OPEN', 'SUCCESS', 'HALF_OPEN_TO_CLOSED'],
  ])
})

describe('that a threshold is exceeded', () => {
  const exceeded = (events: readonly BreakerEvent[]) => events.filter(({type}) => type.endsWith('EXCEEDED'))

  it.each([
    ['+---', [['FAILURE_RATE_EXCEEDED', 75]]],
    ['ssss', [['SLOW_CALL_RATE_EXCEEDED', 100]]],
    [
      'xxxx',
      [
        ['FAILURE_RATE_EXCEEDED', 100],
        ['SLOW_CALL_RATE_EXCEEDED', 100],
      ],
    ],
    ['+++-', []],
  ])('after %s is told as %j', (calls, told) => {
    const {events, call} = breaker(small)
    call(calls)
    expect(exceeded(events).map(event => 'rate' in event && [event.type, event.rate])).toEqual(told)
  })

  it('is told once, before the transition, and not by a trial that fails in HALF_OPEN', () => {
    const {one, events, clock, call} = breaker({...small, permittedNumberOfCallsInHalfOpenState: 1})
    call('----')
    expect(events.slice(-2).map(({type}) => type)).toEqual(['FAILURE_RATE_EXCEEDED', 'STATE_TRANSITION'])
    clock.pass(1000)
    call('-')
    expect(one.state).toBe('OPEN')
    expect(exceeded(events)).toHaveLength(1)
  })
})

it.each(['FORCED_OPEN', 'DISABLED'] as const)('%s stays whatever the calls are', state => {
  const {one, call} = breaker(small)
  one.transitionTo(state)
  call('--------')
  expect(one.state).toBe(state)
})
