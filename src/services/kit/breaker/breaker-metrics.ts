import type {GaugeReading, Metrics} from '../metrics/metrics.js'
import {type BreakerEvent, type BreakerFigures, breakerStates, type CircuitBreaker} from './circuit-breaker.js'

/** How a call ended that was given a time limit. */
export type LimitedCall = 'successful' | 'failed' | 'timeout'

export interface BreakerMeters {
  /** From then on a breaker's series are there, at 0 until something happens. */
  begin(breaker: string): void
  note(event: BreakerEvent): void
  noteLimited(breaker: string, kind: LimitedCall): void
}

/** Resilience4j's meters of circuit breakers and the time limiters around their calls. */
export function measureBreakers(metrics: Metrics, breakers: () => readonly CircuitBreaker[]): BreakerMeters {
  const readings = (read: (figures: BreakerFigures) => readonly (readonly [Record<string, string>, number])[]) => () =>
    breakers().flatMap(breaker =>
      read(breaker.figures()).map(
        ([labels, value]): GaugeReading => ({labels: {group: breaker.name, name: breaker.name, ...labels}, value}),
      ),
    )
  const prefix = 'resilience4j.circuitbreaker'
  const base = ['group', 'name']
  metrics.gauge(
    `${prefix}.state`,
    'The states of the circuit breaker',
    [...base, 'state'],
    readings(({state}) => breakerStates.map(one => [{state: one.toLowerCase()}, one === state ? 1 : 0])),
  )
  metrics.gauge(
    `${prefix}.buffered.calls`,
    'The number of calls stored in the ring buffer',
    [...base, 'kind'],
    readings(({calls, failed}) => [
      [{kind: 'failed'}, failed],
      [{kind: 'successful'}, calls - failed],
    ]),
  )
  metrics.gauge(
    `${prefix}.slow.calls`,
    'The number of slow calls, by how they ended',
    [...base, 'kind'],
    readings(({slow, slowFailed}) => [
      [{kind: 'failed'}, slowFailed],
      [{kind: 'successful'}, slow - slowFailed],
    ]),
  )
  metrics.gauge(
    `${prefix}.failure.rate`,
    'The failure rate in per cent',
    base,
    readings(one => [[{}, one.failureRate]]),
  )
  metrics.gauge(
    `${prefix}.slow.call.rate`,
    'The slow call rate in per cent',
    base,
    readings(one => [[{}, one.slowCallRate]]),
  )
  const calls = metrics.timer(`${prefix}.calls`, 'Total number of calls')
  const notPermitted = metrics.counter(`${prefix}.not.permitted.calls`, 'Calls that were not let through', [
    ...base,
    'kind',
  ])
  const limited = metrics.counter('resilience4j.timelimiter.calls', 'Calls with a time limit, by how they ended', [
    ...base,
    'kind',
  ])
  const of = (name: string, kind: string) => ({group: name, name, kind})
  return {
    begin(name) {
      for (const kind of ['successful', 'failed', 'ignored']) calls.begin(of(name, kind))
      for (const kind of ['successful', 'failed', 'timeout']) limited(of(name, kind), 0)
      notPermitted(of(name, 'not_permitted'), 0)
    },
    note(event) {
      if (event.type === 'NOT_PERMITTED') notPermitted(of(event.breaker, 'not_permitted'))
      if (event.type === 'SUCCESS') calls.record(of(event.breaker, 'successful'), event.durationMs / 1000)
      if (event.type === 'ERROR') calls.record(of(event.breaker, 'failed'), event.durationMs / 1000)
    },
    noteLimited: (name, kind) => limited(of(name, kind)),
  }
}
