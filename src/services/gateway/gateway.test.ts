import {describe, expect, it} from 'vitest'
import {ask, backend, closedPort, echo, rawBackend, registry, serve, until} from '../kit/loopback.fixture.js'
import {gateway} from './gateway.js'

interface Echo {
  name: string
  method: string
  url: string
  headers: Record<string, string>
  raw: string[]
  body: string
}

async function routable(port: number, path = '/shop/'): Promise<void> {
  await until(async () => (await ask(port, 'GET', path)).status !== 503)
}

async function shop(listener = echo()) {
  const {port} = await backend(listener)
  const lab = await registry({app: 'shop', port})
  const {port: own} = await serve(gateway, lab.variables)
  await until(async () => (await ask(own, 'GET', '/actuator/gateway/routes')).text.includes('SHOP'))
  return {own, lab, port}
}

describe('what a service sees', () => {
  it('is the path without its own name, the query untouched, and its own address as Host', async () => {
    const {own, port} = await shop()
    const seen = JSON.parse((await ask(own, 'GET', '/shop/a%20b/c?d=%2F&e')).text) as Echo
    expect(seen.url).toBe('/a%20b/c?d=%2F&e')
    expect(seen.headers.host).toBe(`127.0.0.1:${port}`)
    expect(JSON.parse((await ask(own, 'GET', '/SHOP')).text)).toMatchObject({url: '/'})
  })

  it('is the body as it was sent, with its length or in chunks', async () => {
    const {own} = await shop()
    const body = 'ünïcode'.repeat(10_000)
    expect(JSON.parse((await ask(own, 'POST', '/shop/x', {body})).text)).toMatchObject({method: 'POST', body})
    const chunked = await ask(own, 'PUT', '/shop/x', {body, headers: {'transfer-encoding': 'chunked'}})
    expect(JSON.parse(chunked.text)).toMatchObject({method: 'PUT', body})
    expect(JSON.parse((await ask(own, 'POST', '/shop/x')).text)).toMatchObject({body: ''})
  })

  it('has no header of the hop before, nor those that Connection names', async () => {
    const {own} = await shop()
    const headers = {
      connection: 'x-secret, close',
      'x-secret': '1',
      te: 'trailers',
      'keep-alive': 'timeout=9',
      'x-kept': '2',
    }
    const seen = JSON.parse((await ask(own, 'GET', '/shop/', {headers})).text) as Echo
    expect(seen.headers).not.toHaveProperty('x-secret')
    expect(seen.headers).not.toHaveProperty('te')
    expect(seen.headers).not.toHaveProperty('keep-alive')
    expect(seen.headers).toMatchObject({'x-kept': '2', connection: 'keep-alive'})
  })

  it('keeps its length although Connection names it, so that a body never becomes a request', async () => {
    const {own} = await shop()
    const headers = {connection: 'content-length', 'content-length': '5'}
    expect(JSON.parse((await ask(own, 'GET', '/shop/', {headers, body: 'GET /'})).text)).toMatchObject({body: 'GET /'})
  })

  it('tells who asked, and nothing that the client said about it', async () => {
    const {own} = await shop()
    const headers = {
      'x-forwarded-for': '6.6.6.6',
      forwarded: 'for=6.6.6.6',
      'x-forwarded-host': 'evil',
      'X-Forwarded-Whatever': '1',
    }
    const seen = JSON.parse((await ask(own, 'GET', '/shop/', {headers})).text) as Echo
    expect(JSON.stringify(seen)).not.toMatch(/6\.6\.6\.6|evil|whatever/i)
    expect(seen.headers).toMatchObject({
      'x-forwarded-for': '127.0.0.1',
      'x-forwarded-proto': 'http',
      'x-forwarded-host': `127.0.0.1:${own}`,
      'x-forwarded-port': String(own),
      'x-forwarded-prefix': '/shop',
    })
  })

  it("goes on with the client's trace under a span of its own, in all three ways", async () => {
    const {own} = await shop()
    const traceId = '463ac35c9f6413ad48485a3953bb6124'
    const headers = {'x-b3-traceid': traceId, 'x-b3-spanid': 'a2fb4a1d1a96d312', 'x-b3-sampled': '1'}
    const seen = (JSON.parse((await ask(own, 'GET', '/shop/', {headers})).text) as Echo).headers
    expect(seen['x-b3-traceid']).toBe(traceId)
    expect(seen['x-b3-spanid']).not.toBe('a2fb4a1d1a96d312')
    expect(seen.traceparent).toBe(`00-${traceId}-${seen['x-b3-spanid']}-01`)
    expect(seen.b3).toMatch(new RegExp(`^${traceId}-${seen['x-b3-spanid']}-1`))
  })
})

describe('what a client sees', () => {
  it('is status, reason, headers and body of the service, without those of its hop', async () => {
    const {own} = await shop((_request, response) => {
      response.writeHead(418, 'Short and stout', [
        'X-Tea',
        'green',
        'Set-Cookie',
        'a=1',
        'Set-Cookie',
        'b=2',
        'Connection',
        'x-hop',
        'X-Hop',
        '1',
      ])
      response.end('no coffee')
    })
    const answer = await ask(own, 'GET', '/shop/')
    expect(answer).toMatchObject({status: 418, text: 'no coffee'})
    expect(answer.headers).toMatchObject({'x-tea': 'green', 'set-cookie': ['a=1', 'b=2']})
    expect(answer.headers).not.toHaveProperty('x-hop')
  })

  it('comes as it is made: the first part before the second exists', async () => {
    let finish = () => {}
    const {own} = await shop((_request, response) => {
      response.write('first')
      finish = () => void response.end('second')
    })
    const {request} = await import('node:http')
    const parts: string[] = []
    await new Promise<void>((resolve, reject) => {
      const outgoing = request({host: '127.0.0.1', port: own, path: '/shop/', agent: false}, answer => {
        answer.setEncoding('utf8')
        answer.on('data', part => {
          parts.push(part)
          finish()
        })
        answer.on('end', resolve)
      })
      outgoing.on('error', reject)
      outgoing.end()
    })
    expect(parts).toEqual(['first', 'second'])
  })

  it('is a redirect itself, never what it leads to', async () => {
    const {own} = await shop((_request, response) =>
      response.writeHead(302, {location: 'http://169.254.169.254/'}).end(),
    )
    expect(await ask(own, 'GET', '/shop/')).toMatchObject({status: 302, headers: {location: 'http://169.254.169.254/'}})
  })

  it('is 503 with a reason while a service is not registered, and 404 where no service can ever be', async () => {
    const {own} = await shop()
    const unknown = await ask(own, 'GET', '/order-service/x')
    expect(unknown).toMatchObject({status: 503, headers: {'retry-after': '1'}})
    expect(unknown.text).toContain('no instance of order-service is registered')
    expect((await ask(own, 'GET', '/favicon.ico')).status).toBe(404)
  })
})

describe('instances', () => {
  it('take turns, and a new one has its share at once', async () => {
    const {own, lab} = await shop(echo('one'))
    const {port} = await backend(echo('two'))
    await lab.register({app: 'shop', port})
    const names = new Set<string>()
    await until(async () => {
      names.add((JSON.parse((await ask(own, 'GET', '/shop/')).text) as Echo).name)
      return names.size === 2
    })
    const eight = await Promise.all(Array.from({length: 8}, () => ask(own, 'GET', '/shop/')))
    expect(eight.filter(answer => answer.text.includes('"two"'))).toHaveLength(4)
  })

  it('that are taken out of the registry get nothing more', async () => {
    const {own, lab, port} = await shop()
    await lab.cancel({app: 'shop', port})
    await until(async () => (await ask(own, 'GET', '/shop/')).status === 503)
  })

  it('that refuse are passed over, for a body too, which another one gets whole', async () => {
    const {own, lab} = await shop(echo('alive'))
    await lab.register({app: 'shop', port: await closedPort(), id: 'dead'})
    await until(async () => (await ask(own, 'GET', '/actuator/gateway/routes')).status === 200)
    for (let time = 0; time < 6; time += 1) {
      const answer = await ask(own, 'POST', '/shop/', {body: 'precious'})
      expect(JSON.parse(answer.text)).toMatchObject({name: 'alive', body: 'precious'})
    }
  })

  it('that break off before an answer are replaced for GET, and told as 502 for POST', async () => {
    const breaking = await rawBackend(socket => socket.once('data', () => socket.destroy()))
    const lab = await registry({app: 'shop', port: breaking})
    const {port: own} = await serve(gateway, lab.variables)
    await routable(own)
    expect((await ask(own, 'POST', '/shop/', {body: 'x'})).status).toBe(502)
    const {port} = await backend(echo('whole'))
    await lab.register({app: 'shop', port})
    await until(async () => (await ask(own, 'GET', '/shop/')).status === 200)
    const answers = await Promise.all(Array.from({length: 6}, () => ask(own, 'GET', '/shop/')))
    expect(answers.map(answer => answer.status)).toEqual([200, 200, 200, 200, 200, 200])
  })

  it('on link-local or metadata addresses are never asked, whoever registered them', async () => {
    const lab = await registry({app: 'shop', port: 80, host: '169.254.169.254'})
    const {port: own} = await serve(gateway, lab.variables)
    await until(async () => (await ask(own, 'GET', '/actuator/gateway/routes')).text.includes('SHOP'))
    expect((await ask(own, 'GET', '/shop/latest/meta-data')).status).toBe(503)
  })
})

describe('metrics and routes', () => {
  it('count each request once under its route', async () => {
    const {own} = await shop()
    await ask(own, 'GET', '/shop/1')
    await ask(own, 'GET', '/shop/2')
    const {text} = await ask(own, 'GET', '/actuator/prometheus')
    expect(text).toMatch(/http_server_requests_seconds_count\{[^}]*uri="\/shop\/\*\*"[^}]*\} 2/)
    expect(text).toMatch(/spring_cloud_gateway_requests_seconds_count\{[^}]*routeUri="lb:\/\/SHOP",status="OK"\} 2/)
  })

  it("are listed in Spring's form", async () => {
    const {own} = await shop()
    expect(JSON.parse((await ask(own, 'GET', '/actuator/gateway/routes')).text)).toContainEqual({
      predicate: 'Paths: [/shop/**], match trailing slash: true',
      route_id: 'ReactiveCompositeDiscoveryClient_SHOP',
      filters: ['[[StripPrefix parts = 1], order = 1]'],
      uri: 'lb://SHOP',
      order: 0,
    })
  })

  it('of the configuration come first, with their filters', async () => {
    const {port} = await backend(echo('fixed'))
    const {port: own} = await serve(gateway, {
      SPRING_CLOUD_GATEWAY_ROUTES_0_ID: 'fixed',
      SPRING_CLOUD_GATEWAY_ROUTES_0_URI: `http://127.0.0.1:${port}`,
      SPRING_CLOUD_GATEWAY_ROUTES_0_PREDICATES_0: 'Path=/api/**',
      SPRING_CLOUD_GATEWAY_ROUTES_0_FILTERS_0: 'RewritePath=/api/(?<rest>.*), /v1/$\\{rest}',
      SPRING_CLOUD_GATEWAY_ROUTES_0_FILTERS_1: 'RemoveRequestHeader=Cookie',
      SPRING_CLOUD_GATEWAY_ROUTES_0_FILTERS_2: 'AddRequestHeader=X-Via, gateway',
    })
    const seen = JSON.parse((await ask(own, 'GET', '/api/users?x', {headers: {cookie: 'a'}})).text) as Echo
    expect(seen).toMatchObject({name: 'fixed', url: '/v1/users?x', headers: {'x-via': 'gateway'}})
    expect(seen.headers).not.toHaveProperty('cookie')
  })
})
