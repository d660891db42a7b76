import {AsyncLocalStorage} from 'node:async_hooks'
import {type Context, ROOT_CONTEXT, type Span, SpanKind, SpanStatusCode, trace} from '@opentelemetry/api'
import {BasicTracerProvider, type Sampler, type SpanProcessor} from '@opentelemetry/sdk-trace-node'
import {reasonOf} from '../../../errors.js'
import {type Carrier, extractContext, injectContext} from './propagation.js'
import {createIdGenerator} from './trace-ids.js'

export interface TraceIds {
  readonly traceId: string
  readonly spanId: string
}

/** A span with the context in which its children are begun. */
export interface Scope {
  readonly span: Span
  readonly context: Context
}

export type SpanTags = Readonly<Record<string, string | number>>
export type Side = 'server' | 'client' | 'producer' | 'consumer'

const kinds: Readonly<Record<Side, SpanKind>> = {
  server: SpanKind.SERVER,
  client: SpanKind.CLIENT,
  producer: SpanKind.PRODUCER,
  consumer: SpanKind.CONSUMER,
}

export interface TracingOptions {
  readonly sampler: Sampler
  readonly processors: SpanProcessor[]
}

/** One per process; nothing of OpenTelemetry's is registered globally. */
export class Tracing {
  private readonly provider: BasicTracerProvider
  private readonly tracer
  private readonly storage = new AsyncLocalStorage<Context>()

  constructor(options: TracingOptions) {
    this.provider = new BasicTracerProvider({
      sampler: options.sampler,
      idGenerator: createIdGenerator(),
      spanProcessors: options.processors,
    })
    this.tracer = this.provider.getTracer('msa')
  }

  /** The other side of a call that came in: goes on with the caller's trace, or begins one. */
  receive(side: 'server' | 'consumer', name: string, headers: Carrier, tags?: SpanTags): Scope {
    return this.begin(side, name, extractContext(headers), tags)
  }

  /** A call that goes out, below `parent` or the request being served; its headers are what the other side needs. */
  send(
    side: 'client' | 'producer',
    name: string,
    tags?: SpanTags,
    parent?: Scope,
  ): Scope & {headers: Record<string, string>} {
    const scope = this.begin(side, name, parent?.context ?? this.storage.getStore() ?? ROOT_CONTEXT, tags)
    const headers: Record<string, string> = {}
    injectContext(scope.context, headers)
    return {...scope, headers}
  }

  /** Everything that `work` does, also later, belongs to this span. */
  within<T>(scope: Scope, work: () => T): T {
    return this.storage.run(scope.context, work)
  }

  currentIds(): TraceIds | undefined {
    const context = this.storage.getStore()
    return context === undefined ? undefined : idsOf(context)
  }

  async stop(): Promise<void> {
    await this.provider.shutdown()
  }

  private begin(side: Side, name: string, parent: Context, tags: SpanTags | undefined): Scope {
    const span = this.tracer.startSpan(name, {kind: kinds[side], ...(tags && {attributes: tags})}, parent)
    return {span, context: trace.setSpan(parent, span)}
  }
}

export function idsOf(context: Context): TraceIds | undefined {
  const ids = trace.getSpanContext(context)
  return ids === undefined ? undefined : {traceId: ids.traceId, spanId: ids.spanId}
}

/** Ends the span; a failed hop is marked with its reason. */
export function endSpan(scope: Scope, failure?: unknown): void {
  if (failure !== undefined) scope.span.setStatus({code: SpanStatusCode.ERROR, message: reasonOf(failure)})
  scope.span.end()
}
