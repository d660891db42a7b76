import {type ClientRequest, request as httpRequest, type IncomingMessage} from 'node:http'
import type {Duplex} from 'node:stream'
import {plainAnswer} from '../kit/http/problem.js'
import {isOwnOrigin} from '../kit/http/request-guard.js'
import type {UpgradeListener} from '../kit/http/upgrades.js'
import {keyOfAddress, nextAddress} from './addresses.js'
import type {GatewayParts} from './gateway-parts.js'
import {requestHeaders, responseHeaders} from './headers.js'
import {Hop} from './hop.js'

const connectTimeoutMs = 10_000

/** Passes a WebSocket on: the handshake as any request, then bytes both ways until either side ends. */
export function passUpgrade(parts: GatewayParts, allowedHosts: readonly string[]): UpgradeListener {
  return (request, socket, head) => {
    const {origin} = request.headers
    // A browser sends WebSocket handshakes to any host; only the Origin tells whose page it is (CVE-2025-24010).
    if (origin !== undefined && !isOwnOrigin(origin, allowedHosts)) return void socket.end(plainAnswer(403))
    const lookup = parts.table.find(request.method ?? 'GET', request.url ?? '/')
    if (!lookup.found) return void socket.end(plainAnswer(lookup.status))
    const {route, path} = lookup.match
    const address = nextAddress(route, parts.instances, new Set())
    if (address === undefined) return void socket.end(plainAnswer(503))
    const hop = new Hop(parts.observer, request, lookup.match)
    const headers = requestHeaders(request, {
      host: `${address.host}:${address.port}`,
      prefix: undefined,
      trace: hop.begin(address.instance?.service ?? keyOfAddress(address)),
      removed: route.removedHeaders,
      added: route.addedHeaders,
    })
    headers.push('Connection', 'Upgrade', 'Upgrade', request.headers.upgrade ?? 'websocket')
    const outgoing = httpRequest({host: address.host, port: address.port, method: request.method, path, headers})
    connect(outgoing, {socket, head, hop})
  }
}

interface Client {
  readonly socket: Duplex
  readonly head: Buffer
  readonly hop: Hop
}

function connect(outgoing: ClientRequest, {socket, head, hop}: Client): void {
  let settled = false
  const settle = (status: number, failure?: string) => {
    if (settled) return false
    settled = true
    hop.endTry(status, failure)
    hop.end(status, failure)
    return true
  }
  outgoing.setTimeout(connectTimeoutMs, () => outgoing.destroy(new Error('no answer to the handshake')))
  outgoing.on('error', error => {
    if (settle(502, error.message)) socket.end(plainAnswer(502))
  })
  socket.once('close', () => {
    settle(499, 'the client went away')
    outgoing.destroy()
  })
  outgoing.on('response', answer => {
    settle(answer.statusCode ?? 502)
    socket.write(statusLines(answer))
    answer.pipe(socket)
  })
  outgoing.on('upgrade', (answer, target, targetHead) => {
    outgoing.setTimeout(0)
    settle(101)
    socket.write(statusLines(answer))
    if (targetHead.length > 0) socket.write(targetHead)
    if (head.length > 0) target.write(head)
    join(socket, target)
  })
  outgoing.end()
}

/** Whatever happens to one side, the other must not stay behind. */
function join(one: Duplex, other: Duplex): void {
  for (const [from, to] of [
    [one, other],
    [other, one],
  ] as const) {
    from.pipe(to)
    from.on('error', () => to.destroy())
    from.once('close', () => to.destroy())
  }
}

function statusLines(answer: IncomingMessage): string {
  const headers = responseHeaders(answer)
  const lines = [`HTTP/1.1 ${answer.statusCode} ${answer.statusMessage ?? ''}`]
  for (let index = 0; index < headers.length; index += 2) lines.push(`${headers[index]}: ${headers[index + 1]}`)
  const connection =
    answer.statusCode === 101 ? ['Connection: Upgrade', `Upgrade: ${answer.headers.upgrade}`] : ['Connection: close']
  return `${[...lines, ...connection].join('\r\n')}\r\n\r\n`
}
