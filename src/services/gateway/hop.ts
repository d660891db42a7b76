import type {IncomingMessage} from 'node:http'
import {performance} from 'node:perf_hooks'
import {outcomeOf, type ServedRequest, serverRequestTimer} from '../kit/http/observe.js'
import type {Log} from '../kit/log.js'
import type {Metrics} from '../kit/metrics/metrics.js'
import type {Timer} from '../kit/metrics/timer.js'
import {endSpan, type Scope, type Tracing} from '../kit/tracing/tracing.js'
import {remoteServiceTag} from '../kit/tracing/zipkin-span.js'
import type {RouteMatch} from './route.js'

export interface HopEnd {
  readonly status: number
  readonly failure?: string
}

/** One request on its way through: its two spans (ours as a server, and as a client of the target), its figures, its line in the log. */
export class Hop {
  private readonly started = performance.now()
  private readonly server: Scope
  private client: (Scope & {headers: Record<string, string>}) | undefined

  constructor(
    private readonly observer: HopObserver,
    private readonly request: IncomingMessage,
    private readonly match: RouteMatch,
  ) {
    this.server = observer.tracing.receive('server', `http ${request.method}`, request.headers)
  }

  /** Begins a try; answers the headers by which the target continues the trace. */
  begin(service: string): Readonly<Record<string, string>> {
    const tags = {[remoteServiceTag]: service}
    this.client = this.observer.tracing.send('client', `http ${this.request.method}`, tags, this.server)
    return this.client.headers
  }

  endTry({status, failure}: Partial<HopEnd>): void {
    if (this.client === undefined) return
    if (status !== undefined) this.client.span.setAttribute('http.status_code', status)
    endSpan(this.client, failure ?? (status !== undefined && status >= 400 ? String(status) : undefined))
    this.client = undefined
  }

  end({status, failure}: HopEnd): void {
    const {observer, request, match, server} = this
    const seconds = (performance.now() - this.started) / 1000
    const pattern = match.route.patterns[0] ?? '/**'
    server.span.updateName(`http ${request.method} ${pattern}`)
    server.span.setAttributes({
      'http.method': request.method ?? '',
      'http.path': pathOf(request.url ?? ''),
      'http.status_code': status,
    })
    endSpan(server, failure ?? (status >= 500 ? String(status) : undefined))
    observer.record({method: request.method ?? '', status, route: pattern, seconds}, match)
    observer.tracing.within(server, () => observer.say(request, status, seconds, failure))
  }
}

/** What is measured of every request that passes. */
export class HopObserver {
  private readonly served: (request: ServedRequest) => void
  private readonly routed: Timer

  constructor(
    readonly tracing: Tracing,
    metrics: Metrics,
    private readonly log: Log,
    private readonly logsRequests: () => boolean,
  ) {
    this.served = serverRequestTimer(metrics)
    this.routed = metrics.timer('spring.cloud.gateway.requests', 'Requests that a route passed on')
  }

  record(served: ServedRequest, {route}: RouteMatch): void {
    this.served(served)
    const {status, method, seconds} = served
    const labels = {
      httpMethod: method,
      httpStatusCode: String(status),
      outcome: outcomeOf(status),
      routeId: route.id,
      routeUri: route.uri,
    }
    this.routed.record(labels, seconds)
  }

  say({method, url}: IncomingMessage, status: number, seconds: number, failure: string | undefined): void {
    if (failure !== undefined) this.log.warn(`${method} ${pathOf(url ?? '')}: ${status}, ${failure}`)
    else if (this.logsRequests())
      this.log.info(`${method} ${pathOf(url ?? '')}: ${status} in ${Math.round(seconds * 1000)} ms`)
  }
}

/** Without the query, which may hold what is nobody's business. */
function pathOf(url: string): string {
  const at = url.indexOf('?')
  return at < 0 ? url : url.slice(0, at)
}
