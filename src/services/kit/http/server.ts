import {createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse} from 'node:http'
import type {Socket} from 'node:net'
import type {Duplex} from 'node:stream'
import {loopback} from '../bootstrap.js'
import {errorDocument, HttpProblem, plainAnswer} from './problem.js'
import {type GuardOptions, guard} from './request-guard.js'
import {takeUpgrades, type UpgradeListener} from './upgrades.js'

export interface ServerOptions extends GuardOptions {
  readonly port: number
  /** Loopback unless said otherwise. */
  readonly address?: string
  readonly maxConnections: number
  /** How long a client may take to send a whole request; 0 for a gateway, which passes on slow uploads. */
  readonly requestTimeoutMs: number
  /** How long it may take to send the headers: 10 s unless said otherwise. */
  readonly headersTimeoutMs?: number
}

export interface HttpServer {
  readonly port: number
  /** Answers what is in flight, takes nothing new, and cuts what is left after `graceMs`. */
  close(graceMs: number): Promise<void>
}

const maxHeaderBytes = 16 * 1024
const headersTimeoutMs = 10_000

/** A server on loopback that lets only guarded requests through to `listener`. */
export async function listen(
  options: ServerOptions,
  listener: RequestListener,
  onUpgrade?: UpgradeListener,
): Promise<HttpServer> {
  const server = createServer({
    maxHeaderSize: maxHeaderBytes,
    headersTimeout: options.headersTimeoutMs ?? headersTimeoutMs,
    requestTimeout: options.requestTimeoutMs,
    connectionsCheckingInterval: 2_000,
    keepAliveTimeout: 60_000,
    insecureHTTPParser: false,
    noDelay: true,
  })
  server.maxConnections = options.maxConnections
  server.on('request', (request, response) => {
    const verdict = guard(request, options)
    if (verdict.ok) return listener(request, response)
    answerProblem(request, response, new HttpProblem(verdict.status, verdict.reason))
  })
  server.on('clientError', answerClientError)
  server.on('connect', (_request, socket) => socket.end(plainAnswer(405)))
  const endUpgraded = onUpgrade ? takeUpgrades(server, options, onUpgrade) : () => undefined
  const port = await bind(server, options.port, options.address ?? loopback)
  return {
    port,
    close(graceMs) {
      endUpgraded()
      return close(server, graceMs)
    },
  }
}

/** Spring's error document, straight on Node's response, for failures outside any route. */
export function answerProblem(request: IncomingMessage, response: ServerResponse, problem: HttpProblem): void {
  const path = (request.url ?? '/').split('?', 1)[0] ?? '/'
  const body = JSON.stringify(errorDocument(path, problem))
  // The rest of a refused body is not read: the connection ends with the answer.
  const unread = request.headers['content-length'] !== undefined || request.headers['transfer-encoding'] !== undefined
  response.writeHead(problem.status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    ...(unread && !request.complete ? {connection: 'close'} : {}),
    ...problem.options.headers,
  })
  response.end(request.method === 'HEAD' ? undefined : body)
}

/** What Node's parser refuses: smuggling attempts, bad characters, headers too long, requests too slow. */
function answerClientError(error: NodeJS.ErrnoException & {rawPacket?: Buffer}, socket: Duplex): void {
  if (!socket.writable || error.code === 'ECONNRESET') return void socket.destroy()
  socket.end(plainAnswer(statusOfClientError(error)), () => socket.destroy())
}

function statusOfClientError(error: NodeJS.ErrnoException & {rawPacket?: Buffer}): number {
  if (error.code === 'ERR_HTTP_REQUEST_TIMEOUT') return 408
  if (error.code !== 'HPE_HEADER_OVERFLOW') return 400
  return error.rawPacket?.includes('\r\n') === false ? 414 : 431
}

function bind(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen({port, host, backlog: 1024}, () => {
      server.off('error', reject)
      const address = server.address()
      if (address !== null && typeof address === 'object') resolve(address.port)
      else reject(new Error('the server listens on no port'))
    })
  })
}

function close(server: Server, graceMs: number): Promise<void> {
  return new Promise(resolve => {
    const cut = setTimeout(() => server.closeAllConnections(), graceMs)
    server.close(() => {
      clearTimeout(cut)
      resolve()
    })
    server.closeIdleConnections()
    // A connection that becomes idle from now on is closed at once and not after the keep-alive time.
    server.on('request', (_request, response: ServerResponse<IncomingMessage> & {socket: Socket | null}) => {
      response.setHeader('connection', 'close')
    })
  })
}
