import {createServer, type IncomingMessage, type Server, type ServerResponse} from 'node:http'
import {asError} from './as-error.js'
import type {EventLog} from './event-log.js'
import type {Accepted, NamesRequest, Snapshot, UpRequest} from './protocol.js'

/** What the supervisor can be asked and told. */
export interface Api {
  snapshot(options: {readonly withStats: boolean}): Promise<Snapshot>
  up(request: UpRequest): Promise<Accepted>
  start(request: NamesRequest): Promise<Accepted>
  down(request: NamesRequest): Promise<Accepted>
  restart(request: NamesRequest): Promise<Accepted>
}

const maxBodyBytes = 8 << 20

/** The supervisor's small HTTP API; it listens on a Unix socket of mode 0600 in a folder of mode 0700, which is its whole guard. */
export function createApiServer(api: Api, events: EventLog): Server {
  return createServer((request, response) => {
    handle(api, events, request, response).catch((error: unknown) =>
      answer(response, 500, {error: asError(error).toJSON()}),
    )
  })
}

async function handle(api: Api, events: EventLog, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://lab')
  switch (`${request.method} ${url.pathname}`) {
    case 'GET /state':
      return answer(response, 200, await api.snapshot({withStats: url.searchParams.has('stats')}))
    case 'GET /events':
      return followEvents(events, Number(url.searchParams.get('after') ?? 0), request, response)
    case 'POST /up':
      return answer(response, 202, await api.up(await readBody<UpRequest>(request)))
    case 'POST /start':
      return answer(response, 202, await api.start(await readBody<NamesRequest>(request)))
    case 'POST /down':
      return answer(response, 202, await api.down(await readBody<NamesRequest>(request)))
    case 'POST /restart':
      return answer(response, 202, await api.restart(await readBody<NamesRequest>(request)))
    default:
      return answer(response, 404, {
        error: asError(new Error(`no such request: ${request.method} ${url.pathname}`)).toJSON(),
      })
  }
}

function followEvents(events: EventLog, after: number, request: IncomingMessage, response: ServerResponse): void {
  response.writeHead(200, {'content-type': 'application/x-ndjson'})
  response.flushHeaders()
  // A reader that does not read must not fill our memory.
  const stop = events.follow(after, event => {
    if (response.writableLength > maxBodyBytes) response.destroy()
    else response.write(`${JSON.stringify(event)}\n`)
  })
  request.once('close', stop)
}

function answer(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, {'content-type': 'application/json'}).end(JSON.stringify(body))
}

async function readBody<T>(request: IncomingMessage): Promise<T> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of request) {
    bytes += (chunk as Buffer).length
    if (bytes > maxBodyBytes) throw new Error('the request is too large')
    chunks.push(chunk as Buffer)
  }
  return JSON.parse(Buffer.concat(chunks).toString('utf8')) as T
}
