import type {IncomingMessage} from 'node:http'

export interface GuardOptions {
  /** Names this server answers to besides loopback's own; each may have a port. */
  readonly allowedHosts: readonly string[]
  readonly maxBodyBytes: number
}

export type GuardVerdict = {readonly ok: true} | {readonly ok: false; readonly status: number; readonly reason: string}

const pass: GuardVerdict = {ok: true}
const unsafeMethods = new Set(['POST', 'PUT', 'PATCH', 'DELETE'])

/**
 * Refuses what a browser page, a confused proxy or a broken client may send to a loopback server: a foreign Host (DNS rebinding),
 * a foreign Origin on a write (cross-site request), a target that is no path, a body that is announced too long.
 */
export function guard(request: IncomingMessage, options: GuardOptions): GuardVerdict {
  return (
    checkHost(request, options.allowedHosts) ??
    checkTarget(request.url ?? '') ??
    checkMethod(request.method ?? '') ??
    checkOrigin(request, options.allowedHosts) ??
    checkLength(request, options.maxBodyBytes) ??
    pass
  )
}

function checkHost(request: IncomingMessage, allowed: readonly string[]): GuardVerdict | undefined {
  const hosts = countHeader(request.rawHeaders, 'host')
  if (hosts !== 1) return refuse(400, hosts === 0 ? 'the request names no Host' : 'the request names two Hosts')
  const host = request.headers.host ?? ''
  if (isAllowedHost(host, request.socket.localPort, allowed)) return undefined
  return refuse(421, 'this server does not answer for that Host')
}

/** `localhost`, `127.0.0.1` and `[::1]` with this server's port, and what the configuration adds. */
export function isAllowedHost(host: string, port: number | undefined, allowed: readonly string[]): boolean {
  const match = /^(\[[0-9a-f:.]+\]|[^:[\]]+)(?::(\d{1,5}))?$/.exec(host.toLowerCase())
  if (!match) return false
  const [, name = '', hostPort = '80'] = match
  if (allowed.some(entry => entry.toLowerCase() === name || entry.toLowerCase() === host.toLowerCase())) return true
  return ['localhost', '127.0.0.1', '[::1]'].includes(name) && Number(hostPort) === port
}

function checkTarget(url: string): GuardVerdict | undefined {
  if (!url.startsWith('/')) return refuse(400, 'the request target must be a path')
  // Most paths have nothing encoded; decoding is only asked where there is something to decode.
  if (!url.includes('%')) return undefined
  try {
    const path = decodeURIComponent(url.split('?', 1)[0] ?? '')
    return path.includes('\0') ? refuse(400, 'the path has a NUL character') : undefined
  } catch {
    return refuse(400, 'the path has a malformed percent encoding')
  }
}

function checkMethod(method: string): GuardVerdict | undefined {
  return method === 'TRACE' || method === 'CONNECT' ? refuse(405, `${method} is not supported`) : undefined
}

function checkOrigin(request: IncomingMessage, allowed: readonly string[]): GuardVerdict | undefined {
  const {origin} = request.headers
  if (origin === undefined || !unsafeMethods.has(request.method ?? '')) return undefined
  return isOwnOrigin(origin, allowed)
    ? undefined
    : refuse(403, 'requests that change something are not taken from other sites')
}

/** Pages served from loopback (any port) or from an allowed host are our own; `null` and everything else are strangers. */
export function isOwnOrigin(origin: string, allowed: readonly string[]): boolean {
  try {
    const {hostname, host} = new URL(origin)
    return ['localhost', '127.0.0.1', '[::1]', ...allowed].some(name => name === hostname || name === host)
  } catch {
    return false
  }
}

function checkLength(request: IncomingMessage, maxBodyBytes: number): GuardVerdict | undefined {
  const length = Number(request.headers['content-length'] ?? 0)
  return length > maxBodyBytes ? refuse(413, `the body is longer than ${maxBodyBytes} bytes`) : undefined
}

function countHeader(rawHeaders: readonly string[], name: string): number {
  let count = 0
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const header = rawHeaders[index]
    if (header !== undefined && header.length === name.length && header.toLowerCase() === name) count += 1
  }
  return count
}

function refuse(status: number, reason: string): GuardVerdict {
  return {ok: false, status, reason}
}
