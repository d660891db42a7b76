import {
  createServer,
  request as httpRequest,
  type IncomingMessage,
  type RequestListener,
  type ServerResponse,
} from 'node:http'
import {type AddressInfo, connect, createServer as createTcpServer, type Socket} from 'node:net'
import {onTestFinished} from 'vitest'
import {discovery} from '../discovery/discovery.js'
import type {Variables} from './bootstrap.js'
import {type RunningService, type ServiceDefinition, startService} from './service.js'

/** A service of ours in this process, on a free port, ended with the test. */
export async function serve(definition: ServiceDefinition, variables: Variables = {}): Promise<RunningService> {
  const service = await startService(definition, {
    SERVER_PORT: '0',
    LOGGING_LEVEL_ROOT: 'fatal',
    MSA_DRAIN: '0',
    ...variables,
  })
  onTestFinished(() => service.stop())
  return service
}

/** A server of the test's own; answers its port. */
export async function backend(
  listener: RequestListener,
  onUpgrade?: (request: IncomingMessage, socket: Socket) => void,
) {
  const server = createServer(listener)
  if (onUpgrade) server.on('upgrade', (request, socket) => onUpgrade(request, socket as Socket))
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return {port: (server.address() as AddressInfo).port, server}
}

/** A server that speaks bytes, for what Node's own would never send. */
export async function rawBackend(onSocket: (socket: Socket) => void): Promise<number> {
  const sockets = new Set<Socket>()
  const server = createTcpServer(socket => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    onSocket(socket)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return (server.address() as AddressInfo).port
}

/** A port on which nobody listens. */
export async function closedPort(): Promise<number> {
  const server = createTcpServer()
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const {port} = server.address() as AddressInfo
  await new Promise(resolve => server.close(resolve))
  return port
}

export interface Registered {
  readonly app: string
  readonly port: number
  readonly host?: string
  readonly id?: string
}

/** A discovery server with instances in it; answers its `EUREKA_…` variable and how to change who is there. */
export async function registry(...instances: readonly Registered[]) {
  const {port} = await serve(discovery)
  const url = `http://127.0.0.1:${port}/eureka`
  const register = async ({app, port: own, host = '127.0.0.1', id = `${app}:${own}`}: Registered) => {
    const instance = {
      instanceId: id,
      app: app.toUpperCase(),
      hostName: host,
      ipAddr: host,
      status: 'UP',
      port: {$: own, '@enabled': 'true'},
      dataCenterInfo: {'@class': 'x', name: 'MyOwn'},
      leaseInfo: {renewalIntervalInSecs: 30, durationInSecs: 90},
    }
    await ask(port, 'POST', `/eureka/apps/${app}`, {
      headers: {'content-type': 'application/json'},
      body: JSON.stringify({instance}),
    })
  }
  const cancel = ({app, port: own, id = `${app}:${own}`}: Registered) =>
    ask(port, 'DELETE', `/eureka/apps/${app}/${id}`)
  for (const instance of instances) await register(instance)
  return {variables: {EUREKA_CLIENT_SERVICEURL_DEFAULTZONE: url}, register, cancel, url}
}

export interface Answer {
  readonly status: number
  readonly headers: IncomingMessage['headers']
  readonly text: string
}

export function ask(
  port: number,
  method: string,
  path: string,
  {headers = {}, body}: {headers?: Record<string, string | string[]>; body?: string | Buffer} = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const outgoing = httpRequest({host: '127.0.0.1', port, method, path, headers, agent: false}, answer => {
      const chunks: Buffer[] = []
      answer.on('data', (chunk: Buffer) => chunks.push(chunk))
      answer.on('error', reject)
      answer.on('end', () =>
        resolve({
          status: answer.statusCode ?? 0,
          headers: answer.headers,
          text: Buffer.concat(chunks).toString('utf8'),
        }),
      )
    })
    outgoing.on('error', reject)
    outgoing.end(body)
  })
}

/** Sends bytes as they stand and answers everything that comes back until the server closes, or `until` has come. */
export function exchange(port: number, bytes: string | Buffer, until?: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes))
    let received = ''
    socket.setEncoding('latin1')
    socket.on('data', text => {
      received += text
      if (until !== undefined && received.includes(until)) socket.destroy()
    })
    socket.on('error', reject)
    socket.on('close', () => resolve(received))
  })
}

/** Waits until `check` holds; the test's own time limit ends it. */
export async function until(check: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await check())) await new Promise(resolve => setTimeout(resolve, 10))
}

/** Answers with what the request looked like when it arrived. */
export function echo(name = 'echo'): RequestListener {
  return (request: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = []
    request.on('data', chunk => chunks.push(chunk))
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString('utf8')
      response.setHeader('content-type', 'application/json')
      response.end(
        JSON.stringify({
          name,
          method: request.method,
          url: request.url,
          headers: request.headers,
          raw: request.rawHeaders,
          body,
        }),
      )
    })
  }
}
