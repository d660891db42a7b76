import type {HopIds} from './hop-ids.js'
import type {Endpoint, ZipkinSpan} from './zipkin-span.js'

/** A finished span, kept as it was noted; it becomes Zipkin's document when its batch is sent. */
export interface HopSpan {
  readonly ids: HopIds
  readonly id: string
  readonly parentId: string | undefined
  readonly kind: 'SERVER' | 'CLIENT'
  readonly name: string
  readonly startMs: number
  readonly durationMs: number
  readonly remote: string | undefined
  readonly method: string
  readonly path: string
  readonly status: number | undefined
  readonly failure: string | undefined
}

export function zipkinHop(span: HopSpan, localEndpoint: Endpoint): ZipkinSpan {
  const {ids, id, parentId, kind, remote, method, path, status, failure} = span
  return {
    traceId: ids.traceId,
    id,
    ...(parentId === undefined ? {} : {parentId}),
    kind,
    name: span.name.toLowerCase(),
    timestamp: Math.round((performance.timeOrigin + span.startMs) * 1000),
    duration: Math.max(1, Math.round(span.durationMs * 1000)),
    localEndpoint,
    ...(remote === undefined ? {} : {remoteEndpoint: {serviceName: remote}}),
    tags: {
      'http.method': method,
      'http.path': path,
      ...(status === undefined ? {} : {'http.status_code': String(status)}),
      ...(failure === undefined ? {} : {error: failure}),
    },
  }
}
