import type {Agent} from 'node:http'
import {performance} from 'node:perf_hooks'
import {systemCode} from '../../../errors.js'
import {type KnownInstance, keyOf} from '../eureka/registry-view.js'
import type {ServiceInstances} from '../eureka/service-instances.js'
import {createAgent, type HttpAnswer, type HttpCall, httpCall, NoAnswer} from '../http/call.js'
import {outcomeOf} from '../http/observe.js'
import type {Metrics} from '../metrics/metrics.js'
import type {Timer} from '../metrics/timer.js'
import {endSpan, type Tracing} from '../tracing/tracing.js'
import {remoteServiceTag} from '../tracing/zipkin-span.js'

export interface ServiceCall extends Omit<HttpCall, 'agent'> {
  /** With the path's variables unfilled, for the metrics: `/{userId}/orders`. */
  readonly template: string
}

/** Nobody is registered under that name. */
export class NoInstance extends Error {
  override readonly name = 'NoInstance'
}

/** An HTTP client as Spring's load-balanced RestTemplate: a host that is no address is a service's name. Traced and measured. */
export class ServiceClient {
  private readonly agent: Agent = createAgent(32)
  private readonly timer: Timer

  constructor(
    private readonly instances: ServiceInstances,
    private readonly tracing: Tracing,
    metrics: Metrics,
  ) {
    this.timer = metrics.timer('http.client.requests', 'Duration of HTTP client requests')
  }

  async call(url: string, call: ServiceCall): Promise<HttpAnswer> {
    const target = new URL(url)
    return isServiceName(target) ? this.balanced(target, call) : this.once(target, target.host, call)
  }

  stop(): void {
    this.agent.destroy()
  }

  private async balanced(target: URL, call: ServiceCall): Promise<HttpAnswer> {
    const tried = new Set<string>()
    for (;;) {
      const instance = this.instances.next(target.hostname, tried)
      if (instance === undefined) throw new NoInstance(`no instance of ${target.hostname} is registered`)
      try {
        return await this.once(addressOf(target, instance), target.hostname, call)
      } catch (error) {
        if (isRefusal(error)) this.instances.markRefused(instance)
        tried.add(keyOf(instance))
        const others = this.instances.of(target.hostname).filter(other => !tried.has(keyOf(other)))
        if (others.length === 0 || !mayTryAnother(error, call.method ?? 'GET')) throw error
      }
    }
  }

  private async once(target: URL, service: string, call: ServiceCall): Promise<HttpAnswer> {
    const method = call.method ?? 'GET'
    const started = performance.now()
    const scope = this.tracing.send('client', `http ${method}`, {
      'http.method': method,
      'http.path': target.pathname,
      [remoteServiceTag]: service,
    })
    const record = (status: string, exception: string) =>
      this.timer.record(
        {
          'client.name': service,
          error: exception,
          exception,
          method,
          outcome: status === 'CLIENT_ERROR' ? 'UNKNOWN' : outcomeOf(Number(status)),
          status,
          uri: call.template,
        },
        (performance.now() - started) / 1000,
      )
    try {
      const answer = await httpCall(target.href, {
        ...call,
        headers: {...call.headers, ...scope.headers},
        agent: this.agent,
      })
      scope.span.setAttribute('http.status_code', answer.status)
      endSpan(scope, answer.status >= 400 ? new Error(String(answer.status)) : undefined)
      record(String(answer.status), 'none')
      return answer
    } catch (error) {
      endSpan(scope, error)
      record('CLIENT_ERROR', error instanceof Error ? error.name : 'Error')
      throw error
    }
  }
}

/** `http://order-service/…`: no dot, no port, and not this machine. */
function isServiceName({hostname, port}: URL): boolean {
  return port === '' && hostname !== 'localhost' && !hostname.includes('.') && !hostname.startsWith('[')
}

function addressOf(target: URL, {host, port}: KnownInstance): URL {
  const address = new URL(target)
  address.hostname = host
  address.port = String(port)
  return address
}

function mayTryAnother(error: unknown, method: string): boolean {
  if (!(error instanceof NoAnswer)) return false
  return isRefusal(error) || !error.sent || ['GET', 'HEAD', 'OPTIONS'].includes(method)
}

function isRefusal(error: unknown): boolean {
  return error instanceof NoAnswer && systemCode(error.cause) === 'ECONNREFUSED'
}
