import type {IncomingMessage} from 'node:http'
import type {Socket} from 'node:net'
import {traceHeaders} from '../kit/tracing/propagation.js'

/** Headers as Node has them raw: name, value, name, value. Kept so, names keep their spelling and nothing is parsed twice. */
export type RawHeaders = readonly string[]

const hopByHop: ReadonlySet<string> = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'http2-settings',
])
/** What this hop says itself. A client's `X-Forwarded-*` would let it write its own address (CVE-2025-41235). */
const ownToSay: ReadonlySet<string> = new Set(['host', 'expect', 'forwarded'])

export interface Onward {
  readonly host: string
  readonly prefix: string | undefined
  readonly trace: RawHeaders
  readonly removed: ReadonlySet<string>
  readonly added: RawHeaders
}

export function requestHeaders(request: IncomingMessage, onward: Onward): string[] {
  const {rawHeaders, headers, socket} = request
  const headersOut = ['Host', onward.host]
  const named = namedByConnection(headers.connection)
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] ?? ''
    const key = name.toLowerCase()
    const isDropped = hopByHop.has(key) || ownToSay.has(key) || traceHeaders.has(key) || key.startsWith('x-forwarded-')
    if (!isDropped && !named?.has(key) && !onward.removed.has(key)) headersOut.push(name, rawHeaders[index + 1] ?? '')
  }
  if (headers['transfer-encoding'] !== undefined) headersOut.push('Transfer-Encoding', 'chunked')
  // Without it Node would announce a chunked body, which some servers wait for.
  else if (headers['content-length'] === undefined && hasBodyByNature(request)) headersOut.push('Content-Length', '0')
  headersOut.push(...onward.trace)
  addForwarded(headersOut, headers.host ?? '', socket, onward.prefix)
  headersOut.push(...onward.added)
  return headersOut
}

function addForwarded(headers: string[], host: string, {remoteAddress, localPort}: Socket, prefix?: string): void {
  const client = remoteAddress ?? 'unknown'
  headers.push('X-Forwarded-For', client, 'X-Forwarded-Proto', 'http', 'X-Forwarded-Host', host)
  headers.push('X-Forwarded-Port', String(localPort))
  headers.push('Forwarded', `proto=http;host="${host}";for="${client.includes(':') ? `[${client}]` : client}"`)
  if (prefix !== undefined) headers.push('X-Forwarded-Prefix', prefix)
}

/** The answer's headers for the client, without those of the hop behind. */
export function responseHeaders({rawHeaders, headers}: IncomingMessage): string[] {
  const named = namedByConnection(headers.connection)
  const passed: string[] = []
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] ?? ''
    const key = name.toLowerCase()
    if (!hopByHop.has(key) && !named?.has(key)) passed.push(name, rawHeaders[index + 1] ?? '')
  }
  return passed
}

function hasBodyByNature({method}: IncomingMessage): boolean {
  return method === 'POST' || method === 'PUT' || method === 'PATCH'
}

/** Headers that `Connection` declares to be of this hop only; hardly any request has some. */
function namedByConnection(connection: string | undefined): ReadonlySet<string> | undefined {
  if (connection === undefined || /^(?:keep-alive|close)$/i.test(connection)) return undefined
  const names = new Set(
    connection
      .toLowerCase()
      .split(',')
      .map(name => name.trim()),
  )
  // Taken away, the body would stand there as a request of its own.
  names.delete('content-length')
  return names
}
