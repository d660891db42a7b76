import type {GaugeReading, Metrics} from '../metrics/metrics.js'
import {type BreakerEvent, type BreakerFigures, breakerStates, type CircuitBreaker} from './circuit-breaker.js'

/** Resilience4j's meters; answers what must be called with each event. */
export function measureBreakers(
  metrics: Metrics,
  breakers: () => readonly CircuitBreaker[],
): (event: BreakerEvent) => void {
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
  return event => {
    const labels = {group: event.breaker, name: event.breaker}
    if (event.type === 'NOT_PERMITTED') notPermitted({...labels, kind: 'not_permitted'})
    if (event.type === 'SUCCESS') calls.record({...labels, kind: 'successful'}, event.durationMs / 1000)
    if (event.type === 'ERROR') calls.record({...labels, kind: 'failed'}, event.durationMs / 1000)
  }
}
