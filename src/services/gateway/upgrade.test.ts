import type {Socket} from 'node:net'
import {describe, expect, it} from 'vitest'
import {ask, backend, echo, exchange, registry, serve, until} from '../kit/loopback.fixture.js'
import {gateway} from './gateway.js'

/** A target that shakes hands and then sends every byte back. */
function mirror(_request: unknown, socket: Socket): void {
  socket.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nX-Mirror: yes\r\n\r\n')
  socket.on('data', bytes => socket.write(`<${bytes.toString('latin1')}>`))
}

async function shop(onUpgrade: typeof mirror = mirror, variables: Record<string, string> = {}) {
  const {port} = await backend(echo(), onUpgrade)
  const lab = await registry({app: 'shop', port})
  const {port: own} = await serve(gateway, {...lab.variables, ...variables})
  await until(async () => (await ask(own, 'GET', '/actuator/gateway/routes')).text.includes('SHOP'))
  return own
}

const handshake = (own: number, more = '') =>
  `GET /shop/live HTTP/1.1\r\nHost: 127.0.0.1:${own}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n${more}\r\n`

describe('WebSocket', () => {
  it('is passed on, with what came right behind the handshake', async () => {
    const own = await shop()
    const text = await exchange(own, `${handshake(own)}hello`, '<hello>')
    expect(text).toMatch(/^HTTP\/1\.1 101 /)
    expect(text).toContain('X-Mirror: yes')
    expect(text).toContain('<hello>')
  })

  it.each(['https://evil.test', 'null', 'file://', 'data:', ''])('from the page %j is refused (T04)', async origin => {
    const own = await shop()
    expect(await exchange(own, handshake(own, `Origin: ${origin}\r\n`))).toMatch(/^HTTP\/1\.1 403 /)
  })

  it('to a foreign Host, or to nobody, is refused', async () => {
    const own = await shop()
    expect(await exchange(own, handshake(own).replace(`127.0.0.1:${own}`, 'evil.test'))).toMatch(/^HTTP\/1\.1 421 /)
    expect(await exchange(own, handshake(own).replace('/shop/', '/nobody/'))).toMatch(/^HTTP\/1\.1 503 /)
  })

  it.each(['http://localhost:3000', 'http://shop.test'])(
    'from the page %s, which is our own, is passed on',
    async origin => {
      const own = await shop(mirror, {MSA_ALLOWED_HOSTS: ' shop.test ,'})
      expect(await exchange(own, `${handshake(own, `Origin: ${origin}\r\n`)}hello`, '<hello>')).toMatch(
        /^HTTP\/1\.1 101 /,
      )
    },
  )

  it('of a version that the target does not speak is answered 426, with the version that it does (B110)', async () => {
    const refusal = 'HTTP/1.1 426 Upgrade Required\r\nSec-WebSocket-Version: 13\r\nContent-Length: 0\r\n\r\n'
    const own = await shop((_request, socket) => void socket.end(refusal))
    const text = await exchange(own, handshake(own).replace('Version: 13', 'Version: 7'))
    expect(text).toMatch(/^HTTP\/1\.1 426 /)
    expect(text).toMatch(/sec-websocket-version: 13/i)
  })

  it('that the target does not take is answered in its words', async () => {
    const {port} = await backend(echo('plain'))
    const lab = await registry({app: 'shop', port})
    const {port: own} = await serve(gateway, lab.variables)
    await until(async () => (await ask(own, 'GET', '/actuator/gateway/routes')).text.includes('SHOP'))
    expect(await exchange(own, handshake(own), '"plain"')).toMatch(/^HTTP\/1\.1 200 /)
  })
})

describe("the offer of h2c in Java's first request", () => {
  it('is not taken: an ordinary answer comes, to a body, too', async () => {
    const own = await shop()
    const head = `POST /shop/orders HTTP/1.1\r\nHost: 127.0.0.1:${own}\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAEAAEAAAAIAAAAB\r\nContent-Length: 8\r\n\r\n`
    const text = await exchange(own, `${head}precious`, 'precious"')
    expect(text).toMatch(/^HTTP\/1\.1 200 /)
    expect(text).not.toMatch(/http2-settings/i)
    expect(text).toContain('"body":"precious"')
  })
})
