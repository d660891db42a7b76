import {connect} from 'node:net'
import {describe, expect, it} from 'vitest'
import {ask, backend, echo, exchange, rawBackend, registry, serve, until} from '../kit/loopback.fixture.js'
import {gateway} from './gateway.js'

async function shopAt(port: number, variables: Record<string, string> = {}) {
  const lab = await registry({app: 'shop', port})
  const service = await serve(gateway, {...lab.variables, ...variables})
  await until(async () => (await ask(service.port, 'GET', '/actuator/gateway/routes')).text.includes('SHOP'))
  return service.port
}

async function shop() {
  const {port} = await backend(echo())
  return shopAt(port)
}

/** First line of every answer that came. */
function statuses(text: string): string[] {
  return [...text.matchAll(/^HTTP\/1\.1 (\d{3})/gm)].map(([, status = '']) => status)
}

describe('targets come from the route table only (T22)', () => {
  it.each([
    ['/http://169.254.169.254/latest', 404],
    ['//evil.test/', 404],
    ['/@evil.test/', 404],
    ['/%2f%2fevil.test/', 404],
    ['/shop/../order-service/x', 400],
    ['/shop/%2e%2e/x', 400],
    ['/shop/.%2E;/x', 400],
    ['/shop/..%2fx', 400],
  ])('GET %s is answered %i', async (path, status) => {
    const own = await shop()
    expect((await ask(own, 'GET', path)).status).toBe(status)
  })

  it('refuses a target that is a whole address', async () => {
    const own = await shop()
    const text = await exchange(
      own,
      `GET http://169.254.169.254/ HTTP/1.1\r\nHost: 127.0.0.1:${own}\r\nConnection: close\r\n\r\n`,
    )
    expect(statuses(text)).toEqual(['400'])
  })
})

describe('requests that two servers might read differently are refused (T23, B103, B107, B108)', () => {
  const corpus: readonly (readonly [string, string, string])[] = [
    [
      'two lengths',
      'POST /shop/ HTTP/1.1\r\nHost: HOST\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello!',
      '400',
    ],
    [
      'length and chunks',
      'POST /shop/ HTTP/1.1\r\nHost: HOST\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
      '400',
    ],
    ['a length with a sign', 'POST /shop/ HTTP/1.1\r\nHost: HOST\r\nContent-Length: +5\r\n\r\nhello', '400'],
    [
      'a chunk size of another kind',
      'POST /shop/ HTTP/1.1\r\nHost: HOST\r\nTransfer-Encoding: chunked\r\n\r\n0x5\r\nhello\r\n0\r\n\r\n',
      '400',
    ],
    ['a folded header', 'GET /shop/ HTTP/1.1\r\nHost: HOST\r\nX-A: 1\r\n 2\r\n\r\n', '400'],
    ['a bare line feed', 'GET /shop/ HTTP/1.1\nHost: HOST\nX-A: 1\r\rX-B: 2\r\n\r\n', '400'],
    ['NUL in a header', 'GET /shop/ HTTP/1.1\r\nHost: HOST\r\nX-A: 1\u00002\r\n\r\n', '400'],
    ['a blank before the colon', 'GET /shop/ HTTP/1.1\r\nHost : HOST\r\n\r\n', '400'],
    ['no Host', 'GET /shop/ HTTP/1.1\r\nConnection: close\r\n\r\n', '400'],
    ['two Hosts', 'GET /shop/ HTTP/1.1\r\nHost: HOST\r\nHost: HOST\r\nConnection: close\r\n\r\n', '400'],
    ['a foreign Host', 'GET /shop/ HTTP/1.1\r\nHost: evil.test\r\nConnection: close\r\n\r\n', '421'],
    [
      'a Host that only begins like ours',
      'GET /shop/ HTTP/1.1\r\nHost: localhost.evil.test\r\nConnection: close\r\n\r\n',
      '421',
    ],
    ['the port of another server', 'GET /shop/ HTTP/1.1\r\nHost: localhost:1\r\nConnection: close\r\n\r\n', '421'],
    ['TRACE', 'TRACE /shop/ HTTP/1.1\r\nHost: HOST\r\nConnection: close\r\n\r\n', '405'],
    ['CONNECT', 'CONNECT evil.test:443 HTTP/1.1\r\nHost: HOST\r\n\r\n', '405'],
    ['an unknown method', 'FOO /shop/ HTTP/1.1\r\nHost: HOST\r\n\r\n', '400'],
    ['a method in small letters', 'get /shop/ HTTP/1.1\r\nHost: HOST\r\n\r\n', '400'],
    ['a malformed percent (B106)', 'GET /shop/%zz HTTP/1.1\r\nHost: HOST\r\nConnection: close\r\n\r\n', '400'],
    ['overlong UTF-8 (B106)', 'GET /shop/%c0%ae HTTP/1.1\r\nHost: HOST\r\nConnection: close\r\n\r\n', '400'],
    ['an encoded NUL (B106)', 'GET /shop/%00 HTTP/1.1\r\nHost: HOST\r\nConnection: close\r\n\r\n', '400'],
    ['a target of 100 kB (B106)', `GET /shop/${'a'.repeat(100_000)} HTTP/1.1\r\nHost: HOST\r\n\r\n`, '414'],
    ['headers over 16 KiB', `GET /shop/ HTTP/1.1\r\nHost: HOST\r\nX-A: ${'a'.repeat(20_000)}\r\n\r\n`, '431'],
  ]
  it.each(corpus)('%s', async (_what, bytes, status) => {
    const own = await shop()
    const text = await exchange(own, bytes.replaceAll('HOST', `127.0.0.1:${own}`))
    expect(statuses(text)).toEqual([status])
  })

  it('refuses a write from a foreign page, and says so to no other site (T03)', async () => {
    const own = await shop()
    for (const origin of ['https://evil.test', 'null', 'http://localhost.evil.test']) {
      const answer = await ask(own, 'POST', '/shop/', {headers: {origin, 'content-type': 'text/plain'}, body: 'x'})
      expect(answer.status).toBe(403)
      expect(answer.headers).not.toHaveProperty('access-control-allow-origin')
    }
    expect((await ask(own, 'POST', '/shop/', {headers: {origin: `http://localhost:${own}`}, body: 'x'})).status).toBe(
      200,
    )
  })

  it.each([
    ['range', 'bytes=0-0'],
    ['if-none-match', '*'],
    ['accept', 'nonsense'],
    ['accept-encoding', 'br;q=x'],
  ])('passes %s: %s on or ignores it, and never fails of it (B109)', async (name, value) => {
    const own = await shop()
    expect((await ask(own, 'GET', '/shop/', {headers: {[name]: value}})).status).toBe(200)
    expect((await ask(own, 'GET', '/actuator/health', {headers: {[name]: value}})).status).toBe(200)
  })
})

describe('targets that misbehave (B111)', () => {
  it('that send no answer in time are 504', async () => {
    const silent = await rawBackend(() => undefined)
    const own = await shopAt(silent, {SPRING_CLOUD_GATEWAY_HTTPCLIENT_RESPONSETIMEOUT: '200ms'})
    expect((await ask(own, 'GET', '/shop/')).status).toBe(504)
  })

  it.each([
    ['an invalid header', 'HTTP/1.1 200 OK\r\nBad Header: 1\r\n\r\n'],
    ['no HTTP at all', 'hello\r\n\r\n'],
    ['informational answers without end', 'HTTP/1.1 103 Early Hints\r\n\r\n'.repeat(100)],
  ])('that send %s are 502', async (_what, bytes) => {
    const port = await rawBackend(socket => socket.once('data', () => socket.end(bytes)))
    expect((await ask(await shopAt(port), 'GET', '/shop/')).status).toBe(502)
  })

  it('that break off in the middle break the client off, too', async () => {
    const bytes = 'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf'
    const port = await rawBackend(socket => socket.once('data', () => socket.write(bytes, () => socket.destroy())))
    await expect(ask(await shopAt(port), 'GET', '/shop/')).rejects.toThrow(/aborted|hang up|ECONNRESET/)
  })

  it('that send a lot are streamed at the pace of the client, not held', async () => {
    const chunk = Buffer.alloc(64 * 1024, 'x')
    let sent = 0
    const {port} = await backend((_request, response) => {
      const more = () => {
        do sent += chunk.length
        while (response.write(chunk))
        response.once('drain', more)
      }
      more()
    })
    const own = await shopAt(port)
    const socket = connect(own, '127.0.0.1', () =>
      socket.write(`GET /shop/ HTTP/1.1\r\nHost: 127.0.0.1:${own}\r\n\r\n`),
    )
    socket.pause()
    let last = -1
    let looks = 0
    // It stands when ten looks in a row see nothing more.
    await until(() => {
      looks = last === sent && sent > 0 ? looks + 1 : 0
      last = sent
      return looks === 10
    })
    expect(sent).toBeLessThan(16 * 1024 * 1024)
    socket.destroy()
  })
})

describe('the text of a route is no program (T24)', () => {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a placeholder of Spring's
  it.each(['#{T(java.lang.Runtime).getRuntime().exec("id")}', '#{7*7}', '${nobody.knows.it}'])(
    '%s reaches the service as it stands',
    async text => {
      const {port} = await backend(echo())
      const {port: own} = await serve(gateway, {
        SPRING_CLOUD_GATEWAY_ROUTES_0_URI: `http://127.0.0.1:${port}`,
        SPRING_CLOUD_GATEWAY_ROUTES_0_PREDICATES_0: 'Path=/**',
        SPRING_CLOUD_GATEWAY_ROUTES_0_FILTERS_0: `AddRequestHeader=X-Text, ${text}`,
      })
      expect(JSON.parse((await ask(own, 'GET', '/')).text).headers).toMatchObject({'x-text': text})
    },
  )
})

describe('clients that go away (B112)', () => {
  it('end the request behind, too', async () => {
    let gone = false
    const {port} = await backend((request, response) => {
      response.write('begin')
      request.socket.once('close', () => {
        gone = true
      })
    })
    const own = await shopAt(port)
    await exchange(own, `GET /shop/ HTTP/1.1\r\nHost: 127.0.0.1:${own}\r\n\r\n`, 'begin')
    await until(() => gone)
  })
})
