import {performance} from 'node:perf_hooks'
import type {Metrics} from '../metrics/metrics.js'
import type {Labels} from '../metrics/prometheus-names.js'
import type {Timer} from '../metrics/timer.js'
import {endSpan, type Tracing} from '../tracing/tracing.js'
import {type Router, routeOf} from './router.js'

export interface ServedRequest {
  readonly method: string
  readonly status: number
  /** The pattern that matched, never the path: a label must not have endless values. */
  readonly route: string | undefined
  readonly exception?: string
}

/** `http_server_requests_seconds_*` with Micrometer's labels. */
export function serverRequestTimer(metrics: Metrics): Timer {
  return metrics.timer('http.server.requests', 'Duration of HTTP server request handling')
}

export function serverRequestLabels({method, status, route, exception = 'none'}: ServedRequest): Labels {
  return {
    error: exception,
    exception,
    method,
    outcome: outcomeOf(status),
    status: String(status),
    uri: route ?? unmatched(status),
  }
}

function unmatched(status: number): string {
  if (status === 404) return 'NOT_FOUND'
  return status >= 300 && status < 400 ? 'REDIRECTION' : 'UNKNOWN'
}

export function outcomeOf(status: number): string {
  const outcomes = ['INFORMATIONAL', 'SUCCESS', 'REDIRECTION', 'CLIENT_ERROR', 'SERVER_ERROR']
  return outcomes[Math.floor(status / 100) - 1] ?? 'UNKNOWN'
}

/** Measures and traces every request of a router. Scrapes and health checks are measured, not traced: they would bury what matters. */
export function observeRequests(router: Router, tracing: Tracing, metrics: Metrics): void {
  const timer = serverRequestTimer(metrics)
  router.use(async (exchange, next) => {
    const started = performance.now()
    const {method} = exchange.req
    const {headers} = exchange.env.incoming
    const finish = () => {
      const route = routeOf(exchange)
      const exception = exchange.error?.name
      const {status} = exchange.res
      const seconds = (performance.now() - started) / 1000
      timer.record(serverRequestLabels({method, status, route, ...(exception && {exception})}), seconds)
      return {route, status}
    }
    if (exchange.req.path.startsWith('/actuator')) {
      await next()
      finish()
      return
    }
    const scope = tracing.receive('server', `http ${method}`, headers)
    await tracing.within(scope, next)
    const {route, status} = finish()
    scope.span.updateName(`http ${method} ${route ?? exchange.req.path}`)
    scope.span.setAttributes({
      'http.method': method,
      'http.path': exchange.req.path,
      'http.status_code': status,
    })
    endSpan(scope, status >= 500 ? (exchange.error ?? new Error(String(status))) : undefined)
  })
}
