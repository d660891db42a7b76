import {createServer, type IncomingMessage, type Server} from 'node:http'
import type {AddressInfo} from 'node:net'
import {afterEach} from 'vitest'

export interface Asked {
  readonly method: string
  readonly path: string
  readonly body: unknown
}
/** `reset`: the connection is cut after the request was taken; `silence`: it is kept open without a word. */
export type Reply =
  | {readonly status: number; readonly body?: unknown}
  | {readonly html: string; readonly status: number}
  | 'reset'
  | 'silence'

const servers: Server[] = []

afterEach(() => {
  for (const server of servers.splice(0)) server.close().closeAllConnections()
})

/** A Connect worker that answers as it is told, and remembers what it was asked. */
export async function fakeConnect(answer: (asked: Asked, earlier: readonly Asked[]) => Reply) {
  const asked: Asked[] = []
  const server = createServer(async (request, response) => {
    const now = {method: request.method ?? '', path: request.url ?? '', body: await bodyOf(request)}
    const reply = answer(now, [...asked])
    asked.push(now)
    if (reply === 'reset') return request.socket.destroy()
    if (reply === 'silence') return
    response.statusCode = reply.status
    response.end('html' in reply ? reply.html : reply.body === undefined ? '' : JSON.stringify(reply.body))
  })
  servers.push(server)
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked}
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const text = Buffer.concat(chunks).toString()
  return text === '' ? undefined : JSON.parse(text)
}
