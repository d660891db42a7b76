import {type ClientRequest, request as httpRequest, type IncomingMessage, type ServerResponse} from 'node:http'
import {performance} from 'node:perf_hooks'
import {reasonOf, systemCode} from '../../errors.js'
import {HttpProblem} from '../kit/http/problem.js'
import {answerProblem} from '../kit/http/server.js'
import {type Address, keyOfAddress, nextAddress} from './addresses.js'
import type {Waiting} from './deadlines.js'
import type {GatewayParts} from './gateway-parts.js'
import {requestHeaders, responseHeaders} from './headers.js'
import {Hop} from './hop.js'
import {relay, relayAnswer} from './relay.js'
import type {RouteMatch} from './route.js'

/** Informational answers (103 and the like) before the real one; more than this is no server that means well. */
const maxInformational = 16
const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS'])

/** One request on its way to a service and back, streamed both ways. */
export class Passage implements Waiting {
  untilMs = 0
  private readonly hop: Hop
  private readonly tried = new Set<string>()
  private outgoing: ClientRequest | undefined
  private address: Address | undefined
  private bodyBegan = false
  private answered = false
  private ended = false

  constructor(
    private readonly parts: GatewayParts,
    private readonly request: IncomingMessage,
    private readonly response: ServerResponse,
    private readonly match: RouteMatch,
  ) {
    this.hop = new Hop(parts.observer, request, match)
    response.once('close', () => this.onClientClosed())
  }

  /** Sends the request to the next instance in turn, or says why there is none. */
  attempt(lastFailure?: unknown): void {
    const address = nextAddress(this.match.route, this.parts.instances, this.tried)
    if (address === undefined) this.refuse(lastFailure)
    else this.send(address)
  }

  private send(address: Address): void {
    const {parts, request, match} = this
    this.address = address
    this.tried.add(keyOfAddress(address))
    const outgoing = httpRequest({
      host: address.host,
      port: address.port,
      method: request.method,
      path: match.path,
      agent: parts.agent,
      headers: requestHeaders(request, {
        host: `${address.host}:${address.port}`,
        prefix: match.route.prefix,
        trace: this.hop.begin(address.instance?.service ?? address.host),
        removed: match.route.removedHeaders,
        added: match.route.addedHeaders,
      }),
    })
    this.outgoing = outgoing
    this.expectAnswer()
    outgoing.on('error', error => this.onFailure(outgoing, error))
    outgoing.on('response', answer => this.onAnswer(answer))
    this.limitInformational(outgoing)
    this.sendBody(outgoing)
  }

  tooLate(): void {
    const {responseTimeoutMs} = this.parts.settings()
    this.fail(504, `${this.target} did not answer within ${responseTimeoutMs} ms`)
  }

  private expectAnswer(): void {
    if (this.ended || this.answered) return
    this.untilMs = performance.now() + this.parts.settings().responseTimeoutMs
    this.parts.deadlines.add(this)
  }

  private get target(): string {
    return this.address?.instance?.id ?? `${this.address?.host}:${this.address?.port}`
  }

  /** A body is read only once the connection stands: until then another instance can still have all of it. */
  private sendBody(outgoing: ClientRequest): void {
    const {request} = this
    if (!this.hasBody) {
      outgoing.end()
      return
    }
    outgoing.once('socket', socket => {
      const begin = () => {
        this.bodyBegan = true
        // How long a client takes to send is its own affair; the target's time begins when it has everything.
        this.parts.deadlines.remove(this)
        request.once('end', () => this.expectAnswer())
        relay(request, outgoing)
      }
      if (socket.connecting) socket.once('connect', begin)
      else begin()
    })
    // Without it Node would keep the headers until the first part of the body, and so the connection unasked for.
    outgoing.flushHeaders()
  }

  private limitInformational(outgoing: ClientRequest): void {
    let seen = 0
    outgoing.on('information', () => {
      seen += 1
      if (seen > maxInformational) outgoing.destroy(new Error('the target sends informational answers without end'))
    })
  }

  private onAnswer(answer: IncomingMessage): void {
    const {response} = this
    this.parts.deadlines.remove(this)
    const status = answer.statusCode ?? 502
    this.answered = true
    this.hop.endTry(status)
    answer.once('error', () => this.cut('the target broke off in the middle of its answer'))
    if (answer.statusMessage === undefined) response.writeHead(status, responseHeaders(answer))
    else response.writeHead(status, answer.statusMessage, responseHeaders(answer))
    relayAnswer(answer, response)
  }

  private onFailure(outgoing: ClientRequest, error: unknown): void {
    if (this.ended || outgoing !== this.outgoing) return
    this.parts.deadlines.remove(this)
    if (this.response.headersSent) this.cut(reasonOf(error))
    else this.onNoAnswer(error)
  }

  private onNoAnswer(error: unknown): void {
    this.hop.endTry(undefined, reasonOf(error))
    if (systemCode(error) === 'ECONNREFUSED' && this.address?.instance)
      this.parts.instances.markRefused(this.address.instance)
    if (this.mayTryAnother(error)) this.attempt(error)
    else this.fail(502, `${this.target} did not answer: ${reasonOf(error)}`)
  }

  /** Another instance gets the request when the first cannot have begun it, or when doing it twice is doing it once. */
  private mayTryAnother(error: unknown): boolean {
    if (this.bodyBegan) return false
    // A body that was not begun had no connection yet, whatever the error is called.
    return this.hasBody || systemCode(error) === 'ECONNREFUSED' || safeMethods.has(this.request.method ?? '')
  }

  private get hasBody(): boolean {
    const {headers} = this.request
    return headers['content-length'] !== undefined || headers['transfer-encoding'] !== undefined
  }

  private refuse(lastFailure: unknown): void {
    const {target} = this.match.route
    const what = target.kind === 'service' ? `no instance of ${target.name}` : `nobody at ${target.host}:${target.port}`
    if (lastFailure === undefined) this.fail(503, `${what} can be asked at the moment`)
    else this.fail(502, `${this.target} did not answer: ${reasonOf(lastFailure)}`)
  }

  private fail(status: number, reason: string): void {
    if (this.ended) return
    this.ended = true
    this.hop.endTry(undefined, reason)
    this.hop.end(status, reason)
    const headers = status === 503 ? {headers: {'retry-after': '1'}} : {}
    answerProblem(this.request, this.response, new HttpProblem(status, reason, headers))
    this.outgoing?.destroy()
  }

  /** The client has seen a part already: only a broken connection tells it that the rest is missing. */
  private cut(reason: string): void {
    if (this.ended) return
    this.ended = true
    this.hop.end(this.response.statusCode, reason)
    this.response.destroy()
  }

  private onClientClosed(): void {
    this.parts.deadlines.remove(this)
    if (this.ended) return
    this.ended = true
    if (this.response.writableFinished) this.hop.end(this.response.statusCode)
    else this.abandon()
  }

  private abandon(): void {
    this.hop.endTry(undefined, 'the client went away')
    this.hop.end(499, 'the client went away')
    this.outgoing?.destroy()
  }
}
