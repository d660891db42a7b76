import {serverRequestLabels, serverRequestTimer} from '../kit/http/observe.js'
import type {Log} from '../kit/log.js'
import type {Metrics} from '../kit/metrics/metrics.js'
import type {Timer} from '../kit/metrics/timer.js'
import type {HopIds} from '../kit/tracing/hop-ids.js'
import type {HopTracer} from '../kit/tracing/hop-tracer.js'
import type {Route, RouteMatch} from './route.js'
import {routeLabels} from './route-labels.js'

type Record = (seconds: number) => void

/** A request that has passed, as far as it is told. */
export interface Passed {
  readonly method: string
  readonly path: string
  readonly match: RouteMatch
  readonly ids: HopIds
  readonly spanId: string
}

/** What is measured and said of every request that passes. */
export class HopObserver {
  private readonly served: Timer
  private readonly routed: Timer
  /** By method and status, for each route: labels are put together once and not at every request. */
  private readonly recorders = new WeakMap<Route, Map<string, Record>>()

  constructor(
    readonly tracer: HopTracer,
    metrics: Metrics,
    private readonly log: Log,
    private readonly logsRequests: () => boolean,
  ) {
    this.served = serverRequestTimer(metrics)
    this.routed = metrics.timer('spring.cloud.gateway.requests', 'Requests that a route passed on')
  }

  note(hop: Passed, status: number, durationMs: number, failure: string | undefined): void {
    this.recorder(hop.match.route, hop.method, status)(durationMs / 1000)
    const trace = {traceId: hop.ids.traceId, spanId: hop.spanId}
    if (failure !== undefined) this.log.warn(`${hop.method} ${hop.path}: ${status}, ${failure}`, trace)
    else if (this.logsRequests()) {
      this.log.info(`${hop.method} ${hop.path}: ${status} in ${Math.round(durationMs)} ms`, trace)
    }
  }

  private recorder(route: Route, method: string, status: number): Record {
    const own = this.recorders.get(route) ?? new Map<string, Record>()
    this.recorders.set(route, own)
    const key = `${method} ${status}`
    const known = own.get(key)
    if (known !== undefined) return known
    const made = this.makeRecorder(route, method, status)
    own.set(key, made)
    return made
  }

  private makeRecorder(route: Route, method: string, status: number): Record {
    const served = this.served.recorder(serverRequestLabels({method, status, route: route.patterns[0]}))
    const routed = this.routed.recorder(routeLabels({method, status, route}))
    return seconds => {
      served(seconds)
      routed(seconds)
    }
  }
}
