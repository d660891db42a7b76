import type {ReadableSpan, SpanProcessor} from '@opentelemetry/sdk-trace-node'
import {reasonOf} from '../../../errors.js'
import {createAgent, httpCall} from '../http/call.js'
import {type HopSpan, zipkinHop} from './hop-span.js'
import {type Endpoint, toZipkinSpan, type ZipkinSpan} from './zipkin-span.js'

export interface ZipkinReporterOptions {
  /** Where spans go, such as `http://127.0.0.1:9411/api/v2/spans`; undefined reports nothing. Asked before each batch. */
  readonly endpoint: () => string | undefined
  readonly local: () => Endpoint
  readonly say: (message: string) => void
  readonly maxQueued?: number
  readonly flushAfterMs?: number
}

const maxBatch = 1000
const timeoutMs = 5000

/**
 * Sends spans in batches beside the requests, never in their way. While Zipkin is away the queue keeps the oldest `maxQueued` spans and
 * counts what it drops: a lost span is better than a lost request.
 */
export class ZipkinReporter implements SpanProcessor {
  private readonly queue: (ReadableSpan | HopSpan)[] = []
  private timer: NodeJS.Timeout | undefined
  private sending: Promise<void> = Promise.resolve()
  private failing = false
  private readonly agent = createAgent(1)
  sent = 0
  dropped = 0

  constructor(private readonly options: ZipkinReporterOptions) {}

  onStart(): void {}

  onEnd(span: ReadableSpan): void {
    if ((span.spanContext().traceFlags & 1) !== 0) this.report(span)
  }

  report(span: ReadableSpan | HopSpan): void {
    if (this.options.endpoint() === undefined) return
    if (this.queue.length >= (this.options.maxQueued ?? 10_000)) {
      this.dropped += 1
      return
    }
    this.queue.push(span)
    if (this.timer === undefined) this.schedule(this.options.flushAfterMs ?? 250)
  }

  async forceFlush(): Promise<void> {
    clearTimeout(this.timer)
    this.timer = undefined
    this.sending = this.sending.then(() => this.sendAll())
    await this.sending
  }

  async shutdown(): Promise<void> {
    await this.forceFlush()
    clearTimeout(this.timer)
    this.agent.destroy()
  }

  private schedule(afterMs: number): void {
    this.timer = setTimeout(() => void this.forceFlush(), afterMs)
    this.timer.unref()
  }

  private async sendAll(): Promise<void> {
    while (this.queue.length > 0) {
      const endpoint = this.options.endpoint()
      if (endpoint === undefined) return
      const batch = this.queue.slice(0, maxBatch)
      try {
        await this.send(endpoint, batch)
      } catch (error) {
        if (!this.failing) this.options.say(`Zipkin does not take spans: ${reasonOf(error)}; requests go on without`)
        this.failing = true
        if (this.timer === undefined) this.schedule(2000)
        return
      }
      if (this.failing) this.options.say(`Zipkin takes spans again; ${this.dropped} were dropped in the meantime`)
      this.failing = false
      this.sent += batch.length
      this.queue.splice(0, batch.length)
    }
  }

  private async send(endpoint: string, batch: readonly (ReadableSpan | HopSpan)[]): Promise<void> {
    const local = this.options.local()
    const answer = await httpCall(endpoint, {
      method: 'POST',
      // `b3: 0` keeps a collector that traces itself from tracing this.
      headers: {'content-type': 'application/json', b3: '0'},
      body: JSON.stringify(batch.map(span => documentOf(span, local))),
      timeoutMs,
      agent: this.agent,
    })
    if (answer.status >= 300) throw new Error(`${endpoint} answered ${answer.status}`)
  }
}

function documentOf(span: ReadableSpan | HopSpan, local: Endpoint): ZipkinSpan {
  return 'ids' in span ? zipkinHop(span, local) : toZipkinSpan(span, local)
}
