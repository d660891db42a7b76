import {type Context, createContextKey, ROOT_CONTEXT, type TextMapGetter, trace} from '@opentelemetry/api'
import {W3CTraceContextPropagator} from '@opentelemetry/core'
import {B3InjectEncoding, B3Propagator} from '@opentelemetry/propagator-b3'

/** HTTP headers, or Kafka and AMQP headers, whose values may be bytes. */
export type Carrier = Readonly<Record<string, unknown>>

const w3c = new W3CTraceContextPropagator()
const b3Single = new B3Propagator({injectEncoding: B3InjectEncoding.SINGLE_HEADER})
const b3Multi = new B3Propagator({injectEncoding: B3InjectEncoding.MULTI_HEADER})

/** Headers of a trace, all of which must not be passed on as they came: each hop sends its own. */
export const traceHeaders: ReadonlySet<string> = new Set([
  'traceparent',
  'tracestate',
  'b3',
  'x-b3-traceid',
  'x-b3-spanid',
  'x-b3-parentspanid',
  'x-b3-sampled',
  'x-b3-flags',
])

const unsampledKey = createContextKey('msa.unsampled')
const undecidedKey = createContextKey('msa.undecided')

/** W3C `traceparent` when it is valid, else B3 in one header or several; the root where there is none. Names are in small letters. */
export function extractContext(headers: Carrier): Context {
  if (headers.traceparent !== undefined) {
    const context = w3c.extract(ROOT_CONTEXT, headers, getter)
    if (trace.getSpanContext(context) !== undefined) return context
  }
  if (headers.b3 === undefined && headers['x-b3-traceid'] === undefined && headers['x-b3-sampled'] === undefined) {
    return ROOT_CONTEXT
  }
  const context = b3Single.extract(ROOT_CONTEXT, headers, getter)
  if (trace.getSpanContext(context) !== undefined)
    return hasDecision(headers) ? context : context.setValue(undecidedKey, true)
  // A decision without ids: "begin a trace, but do not record it".
  const decision = String(headers.b3 ?? headers['x-b3-sampled'])
  return decision === '0' ? ROOT_CONTEXT.setValue(unsampledKey, true) : ROOT_CONTEXT
}

/** Did the caller ask for a trace that is not recorded? */
export function isUnsampled(context: Context): boolean {
  return context.getValue(unsampledKey) === true
}

/** Did the caller leave it to us whether its trace is recorded? B3 can; W3C cannot. */
export function isUndecided(context: Context): boolean {
  return context.getValue(undecidedKey) === true
}

/** `b3` has the decision behind its two ids. */
function hasDecision(headers: Carrier): boolean {
  const single = getter.get(headers, 'b3')
  if (single !== undefined) return String(single).split('-').length > 2
  return headers['x-b3-sampled'] !== undefined || headers['x-b3-flags'] !== undefined
}

/** Headers of a Kafka or AMQP message: names in small letters, bytes as text. */
export function messageCarrier(headers: Carrier | undefined): Carrier {
  return Object.fromEntries(Object.entries(headers ?? {}).map(([key, value]) => [key.toLowerCase(), value]))
}

/** All three ways at once, so that any receiver understands one of them. */
export function injectContext(context: Context, headers: Record<string, string>): void {
  w3c.inject(context, headers, setter)
  b3Single.inject(context, headers, setter)
  b3Multi.inject(context, headers, setter)
}

const setter = {
  set: (headers: Record<string, string>, key: string, value: string) => {
    headers[key] = value
  },
}

const getter: TextMapGetter<Carrier> = {
  keys: headers => Object.keys(headers),
  get: (headers, key) => {
    const value = headers[key]
    if (Array.isArray(value)) return value.map(String)
    return value instanceof Uint8Array
      ? Buffer.from(value).toString('utf8')
      : value === undefined
        ? undefined
        : String(value)
  },
}
