import {type Attributes, SpanKind, SpanStatusCode} from '@opentelemetry/api'
import {hrTimeToMicroseconds} from '@opentelemetry/core'
import type {ReadableSpan} from '@opentelemetry/sdk-trace-node'

/** Zipkin's v2 model; times in microseconds. */
export interface ZipkinSpan {
  readonly traceId: string
  readonly id: string
  readonly parentId?: string
  readonly kind?: 'SERVER' | 'CLIENT' | 'PRODUCER' | 'CONSUMER'
  readonly name: string
  readonly timestamp: number
  readonly duration: number
  readonly localEndpoint: Endpoint
  readonly remoteEndpoint?: Endpoint
  readonly tags: Readonly<Record<string, string>>
}

export interface Endpoint {
  readonly serviceName: string
  readonly ipv4?: string
  readonly port?: number
}

/** The attribute that names the called service; it becomes `remoteEndpoint` and no tag. */
export const remoteServiceTag = 'peer.service'

const kinds: Readonly<Partial<Record<SpanKind, ZipkinSpan['kind']>>> = {
  [SpanKind.SERVER]: 'SERVER',
  [SpanKind.CLIENT]: 'CLIENT',
  [SpanKind.PRODUCER]: 'PRODUCER',
  [SpanKind.CONSUMER]: 'CONSUMER',
}

export function toZipkinSpan(span: ReadableSpan, localEndpoint: Endpoint): ZipkinSpan {
  const {traceId, spanId} = span.spanContext()
  const kind = kinds[span.kind]
  const remote = span.attributes[remoteServiceTag]
  const parentId = span.parentSpanContext?.spanId
  return {
    traceId,
    id: spanId,
    ...(parentId === undefined ? {} : {parentId}),
    ...(kind === undefined ? {} : {kind}),
    name: span.name.toLowerCase(),
    timestamp: Math.round(hrTimeToMicroseconds(span.startTime)),
    // Zipkin takes 0 for "unknown".
    duration: Math.max(1, Math.round(hrTimeToMicroseconds(span.duration))),
    localEndpoint,
    ...(remote === undefined ? {} : {remoteEndpoint: {serviceName: String(remote)}}),
    tags: tagsOf(span.attributes, span.status),
  }
}

function tagsOf(attributes: Attributes, status: ReadableSpan['status']): Record<string, string> {
  const tags: Record<string, string> = {}
  for (const [key, value] of Object.entries(attributes)) {
    if (key !== remoteServiceTag && value !== undefined) tags[key] = String(value)
  }
  if (status.code === SpanStatusCode.ERROR) tags.error = status.message ?? 'true'
  return tags
}
