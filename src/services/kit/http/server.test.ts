import {once} from 'node:events'
import {connect, type Socket} from 'node:net'
import {networkInterfaces} from 'node:os'
import {expect, it, onTestFinished} from 'vitest'
import {discovery} from '../../discovery/discovery.js'
import {ask, exchange, serve, until} from '../loopback.fixture.js'
import {listen, type ServerOptions} from './server.js'

it('a service is not to be reached from any other machine (T01)', async () => {
  const {port} = await serve(discovery)
  const outside = Object.values(networkInterfaces())
    .flat()
    .find(one => one?.family === 'IPv4' && !one.internal)
  const answer = await new Promise<string>(resolve => {
    const socket = connect(port, outside?.address ?? '127.0.0.2')
    socket.once('connect', () => resolve('connected'))
    socket.once('error', error => resolve((error as NodeJS.ErrnoException).code ?? ''))
  })
  expect(answer).toBe('ECONNREFUSED')
  expect((await ask(port, 'GET', '/actuator/health')).status).toBe(200)
})

it.each([
  ['localhost:PORT', '200'],
  ['127.0.0.1:PORT', '200'],
  ['[::1]:PORT', '200'],
  ['LOCALHOST:PORT', '200'],
  ['evil.test', '421'],
  ['127.0.0.1.evil.test:PORT', '421'],
  ['localhost.evil.test:PORT', '421'],
  ['localhost:1', '421'],
  ['localhost.:PORT', '421'],
  ['localhost', '421'],
])('a request for the Host %s is answered %s (T02)', async (host, status) => {
  const {port} = await serve(discovery)
  const head = `GET /actuator/health HTTP/1.1\r\nHost: ${host.replace('PORT', String(port))}\r\nConnection: close\r\n\r\n`
  expect((await exchange(port, head)).slice(9, 12)).toBe(status)
})

it.each([
  ['a form of another site', {origin: 'https://evil.test', 'content-type': 'application/x-www-form-urlencoded'}, 403],
  ['JSON of another site', {origin: 'https://evil.test', 'content-type': 'application/json'}, 403],
  ['a page without an origin of its own', {origin: 'null'}, 403],
  ['a form of nobody', {'content-type': 'application/x-www-form-urlencoded'}, 415],
  ['a page of this machine', {origin: 'http://localhost:3000'}, 404],
  ['curl', {}, 404],
])('a refresh asked by %s is answered %i (T03)', async (_who, headers: Record<string, string>, status) => {
  // 404: this server is on no bus; whoever is let through hears that.
  const {port} = await serve(discovery)
  const answer = await ask(port, 'POST', '/actuator/busrefresh', {headers: {...headers, 'content-length': '0'}})
  expect(answer.status).toBe(status)
  expect(answer.headers).not.toHaveProperty('access-control-allow-origin')
})

it('a preflight of another site gets no permission, and no GET changes anything (T03)', async () => {
  const {port} = await serve(discovery)
  const headers = {
    origin: 'https://evil.test',
    'access-control-request-method': 'POST',
    'access-control-request-private-network': 'true',
  }
  const preflight = await ask(port, 'OPTIONS', '/actuator/busrefresh', {headers})
  expect(Object.keys(preflight.headers).filter(name => name.startsWith('access-control'))).toEqual([])
  for (const path of ['/actuator/refresh', '/actuator/busrefresh', '/actuator/busenv']) {
    expect((await ask(port, 'GET', path)).status).toBe(405)
  }
})

async function small(options: Partial<ServerOptions>) {
  const whole = {
    port: 0,
    allowedHosts: [],
    maxBodyBytes: 1024,
    maxConnections: 100,
    requestTimeoutMs: 30_000,
    ...options,
  }
  const server = await listen(whole, (_request, response) => response.end('served'))
  onTestFinished(() => server.close(0))
  return server.port
}

/** Answers what came until the server closed the connection. */
function received(socket: Socket): Promise<string> {
  let text = ''
  socket.on('data', chunk => {
    text += chunk
  })
  socket.on('error', () => undefined)
  return new Promise(resolve => socket.once('close', () => resolve(text)))
}

it('a client that sends its headers drop by drop is cut off, and nobody waits for it (T25)', async () => {
  const port = await small({headersTimeoutMs: 100})
  const slow = connect(port, '127.0.0.1')
  const answer = received(slow)
  slow.write(`GET / HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n`)
  const drops = setInterval(() => slow.write('X-Drop: 1\r\n'), 20)
  onTestFinished(() => clearInterval(drops))
  expect((await ask(port, 'GET', '/')).text).toBe('served')
  expect(await answer).toMatch(/^HTTP\/1\.1 408 Request Timeout\r\n/)
})

it('one connection too many is closed at once; as another ends there is room again (T25)', async () => {
  const port = await small({maxConnections: 2})
  const open = () => connect(port, '127.0.0.1')
  const [first, second] = [open(), open()]
  const answers = [first, second].map(received)
  first.write(`GET / HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n\r\n`)
  await once(first, 'data')
  expect(await received(open())).toBe('')
  second.destroy()
  await answers[1]
  await until(() =>
    ask(port, 'GET', '/').then(
      ({text}) => text === 'served',
      () => false,
    ),
  )
  first.destroy()
})
