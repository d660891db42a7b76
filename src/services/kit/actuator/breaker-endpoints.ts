import type {Breakers} from '../breaker/breakers.js'
import type {BreakerEvent, BreakerState, CircuitBreaker} from '../breaker/circuit-breaker.js'
import {jsonBody} from '../http/body.js'
import {HttpProblem} from '../http/problem.js'
import type {Router} from '../http/router.js'
import {reply} from './actuator.js'

const updates: Readonly<Record<string, BreakerState>> = {
  CLOSE: 'CLOSED',
  FORCE_OPEN: 'FORCED_OPEN',
  DISABLE: 'DISABLED',
}

/** `/actuator/circuitbreakers` and `/actuator/circuitbreakerevents`, in Resilience4j's form. */
export function mountBreakers(router: Router, breakers: Breakers): void {
  const named = (name: string) => {
    const breaker = breakers.all.find(one => one.name === name)
    if (breaker === undefined) throw new HttpProblem(404, 'No such circuit breaker')
    return breaker
  }
  router.get('/actuator/circuitbreakers', () =>
    reply({circuitBreakers: Object.fromEntries(breakers.all.map(breaker => [breaker.name, describe(breaker)]))}),
  )
  router.post('/actuator/circuitbreakers/:name', async exchange => {
    const body = (await jsonBody(exchange)) as {updateState?: unknown} | null
    const state = updates[String(body?.updateState)]
    if (state === undefined) throw new HttpProblem(400, `updateState must be one of ${Object.keys(updates).join(', ')}`)
    const breaker = named(exchange.req.param('name'))
    breaker.transitionTo(state)
    return reply({circuitBreakerName: breaker.name, currentState: breaker.state, message: `state is ${breaker.state}`})
  })
  router.get('/actuator/circuitbreakerevents', () => reply({circuitBreakerEvents: breakers.events.map(describeEvent)}))
  router.get('/actuator/circuitbreakerevents/:name', exchange => {
    const events = breakers.events.filter(event => event.breaker === exchange.req.param('name'))
    return reply({circuitBreakerEvents: events.map(describeEvent)})
  })
}

function describe(breaker: CircuitBreaker): Record<string, unknown> {
  const figures = breaker.figures()
  const {settings} = breaker
  return {
    failureRate: percent(figures.failureRate),
    slowCallRate: percent(figures.slowCallRate),
    failureRateThreshold: percent(settings.failureRateThreshold),
    slowCallRateThreshold: percent(settings.slowCallRateThreshold),
    bufferedCalls: figures.calls,
    failedCalls: figures.failed,
    slowCalls: figures.slow,
    slowFailedCalls: figures.slowFailed,
    notPermittedCalls: figures.notPermitted,
    state: figures.state,
    slidingWindowType: settings.slidingWindowType,
    slidingWindowSize: settings.slidingWindowSize,
    waitDurationInOpenState: `${settings.waitDurationInOpenStateMs}ms`,
  }
}

function describeEvent(event: BreakerEvent): Record<string, unknown> {
  return {
    circuitBreakerName: event.breaker,
    type: event.type,
    creationTime: new Date(event.atMs).toISOString(),
    errorMessage: event.type === 'ERROR' ? event.reason : null,
    durationInMs: 'durationMs' in event ? Math.round(event.durationMs) : null,
    stateTransition: event.type === 'STATE_TRANSITION' ? `${event.from}_TO_${event.to}` : null,
  }
}

/** `-1.0%`, `50.0%`: a Java float with a sign. */
function percent(value: number): string {
  return `${Number.isInteger(value) ? value.toFixed(1) : value}%`
}
