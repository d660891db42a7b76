import type {IdGenerator} from '@opentelemetry/sdk-trace-node'

/** The ids of a request that passes through: the caller's trace, if it has one. */
export interface HopIds {
  readonly traceId: string
  /** Of the caller's span. */
  readonly parentId: string | undefined
  readonly sampled: boolean
}

export type TraceHeaders = Readonly<Record<string, string | string[] | undefined>>

/**
 * W3C before B3, as `extractContext` reads them, without a context, a propagator or a carrier: a gateway does this for every request
 * and nothing else with it.
 */
export function readHopIds(headers: TraceHeaders, ids: IdGenerator, decide: (traceId: string) => boolean): HopIds {
  const w3c = match(headers.traceparent, traceparent)
  // Only versions after 00 may have more behind.
  if (w3c && (w3c[1] !== '00' || w3c[5] === undefined)) {
    return {traceId: w3c[2] ?? '', parentId: w3c[3], sampled: (Number.parseInt(w3c[4] ?? '0', 16) & 1) === 1}
  }
  const single = match(headers.b3, b3)
  if (single) return b3Ids(single[1] ?? '', single[2] ?? '', single[3], decide)
  const traceId = match(headers['x-b3-traceid'], hexId)?.[0]
  const spanId = match(headers['x-b3-spanid'], hexId)?.[0]
  const sampled = headers['x-b3-flags'] === '1' ? 'd' : headers['x-b3-sampled']
  if (traceId && spanId) return b3Ids(traceId, spanId, typeof sampled === 'string' ? sampled : undefined, decide)
  const own = ids.generateTraceId()
  const refused = headers.b3 === '0' || sampled === '0' || sampled === 'false'
  return {traceId: own, parentId: undefined, sampled: !refused && decide(own)}
}

/** All three ways at once, as `injectContext` writes them. */
export function hopHeaders({traceId, sampled}: HopIds, spanId: string, parentId: string): string[] {
  const flag = sampled ? '1' : '0'
  return [
    'traceparent',
    `00-${traceId}-${spanId}-0${flag}`,
    'b3',
    `${traceId}-${spanId}-${flag}-${parentId}`,
    'x-b3-traceid',
    traceId,
    'x-b3-spanid',
    spanId,
    'x-b3-parentspanid',
    parentId,
    'x-b3-sampled',
    flag,
  ]
}

const traceparent = /^(?!ff)([0-9a-f]{2})-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/
const b3 = /^(?!0+-)([0-9a-f]{32}|[0-9a-f]{16})-(?!0{16})([0-9a-f]{16})(?:-([01d]))?(?:-[0-9a-f]{16})?$/
const hexId = /^(?!0+$)(?:[0-9a-f]{32}|[0-9a-f]{16})$/

function match(value: string | string[] | undefined, pattern: RegExp): RegExpExecArray | undefined {
  return typeof value === 'string' ? (pattern.exec(value.toLowerCase()) ?? undefined) : undefined
}

/** No decision means that it is ours. Ids of 64 bits are written with 128, as the propagators do. */
function b3Ids(id: string, parentId: string, decision: string | undefined, decide: (id: string) => boolean): HopIds {
  const traceId = id.padStart(32, '0')
  const sampled = decision === undefined ? decide(traceId) : decision === '1' || decision === 'd' || decision === 'true'
  return {traceId, parentId, sampled}
}
