import {Agent, type IncomingMessage, type ServerResponse} from 'node:http'
import {HttpProblem} from '../kit/http/problem.js'
import {answerProblem} from '../kit/http/server.js'
import type {GatewayParts} from './gateway-parts.js'
import {Passage} from './passage.js'

export function createAgentForTargets(): Agent {
  // Last in, first out: connections that are used are warm, and those too many are idle long enough to be closed.
  return new Agent({keepAlive: true, maxSockets: 512, maxFreeSockets: 128, scheduling: 'lifo', timeout: 30_000})
}

/** Takes what is not the gateway's own; answers false for that. */
export function passOn(parts: GatewayParts, request: IncomingMessage, response: ServerResponse): boolean {
  const url = request.url ?? '/'
  if (isOwn(url)) return false
  const lookup = parts.table.find(request.method ?? 'GET', url)
  if (lookup.found) new Passage(parts, request, response, lookup.match).attempt()
  else answerProblem(request, response, new HttpProblem(lookup.status, lookup.reason, retryLater(lookup.status)))
  return true
}

function isOwn(url: string): boolean {
  return url.startsWith('/actuator') && (url.length === 9 || url[9] === '/' || url[9] === '?')
}

function retryLater(status: number) {
  return status === 503 ? {headers: {'retry-after': '1'}} : {}
}
