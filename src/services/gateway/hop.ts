import type {IncomingMessage} from 'node:http'
import type {HopIds} from '../kit/tracing/hop-ids.js'
import {hopHeaders} from '../kit/tracing/hop-ids.js'
import type {HopObserver} from './hop-observer.js'
import type {RouteMatch} from './route.js'

/** One request on its way through: its two spans (ours as a server, and as a client of the target), its figures, its line in the log. */
export class Hop {
  readonly method: string
  readonly path: string
  readonly startMs = performance.now()
  readonly ids: HopIds
  readonly spanId: string
  private tryId = ''
  private tryStartMs = 0
  private service = ''

  constructor(
    private readonly observer: HopObserver,
    request: IncomingMessage,
    readonly match: RouteMatch,
  ) {
    this.method = request.method ?? 'GET'
    this.path = pathOf(request.url ?? '/')
    this.ids = observer.tracer.read(request.headers)
    this.spanId = observer.tracer.spanId()
  }

  /** Begins a try; answers the headers by which the target continues the trace. */
  begin(service: string): string[] {
    this.service = service
    this.tryStartMs = performance.now()
    this.tryId = this.observer.tracer.spanId()
    return hopHeaders(this.ids, this.tryId, this.spanId)
  }

  endTry(status: number | undefined, failure?: string): void {
    if (this.tryId === '') return
    this.observer.tracer.report({
      ids: this.ids,
      id: this.tryId,
      parentId: this.spanId,
      kind: 'CLIENT',
      name: `http ${this.method}`,
      startMs: this.tryStartMs,
      durationMs: performance.now() - this.tryStartMs,
      remote: this.service,
      method: this.method,
      path: this.match.path,
      status,
      failure: failure ?? (status !== undefined && status >= 400 ? String(status) : undefined),
    })
    this.tryId = ''
  }

  end(status: number, failure?: string): void {
    const durationMs = performance.now() - this.startMs
    this.observer.tracer.report({
      ids: this.ids,
      id: this.spanId,
      parentId: this.ids.parentId,
      kind: 'SERVER',
      name: `http ${this.method} ${this.match.route.patterns[0]}`,
      startMs: this.startMs,
      durationMs,
      remote: undefined,
      method: this.method,
      path: this.path,
      status,
      failure: failure ?? (status >= 500 ? String(status) : undefined),
    })
    this.observer.note(this, status, durationMs, failure)
  }
}

/** Without the query, which may hold what is nobody's business. */
function pathOf(url: string): string {
  const at = url.indexOf('?')
  return at < 0 ? url : url.slice(0, at)
}
