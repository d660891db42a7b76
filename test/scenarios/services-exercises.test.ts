import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import type {SeenConfig} from '../../src/config/get-config.js'
import type {RefreshResult} from '../../src/config/refresh-config.js'
import {bootServicesLab, type ServicesLab} from './services-lab.js'
import {until} from './until.js'

const breaker = 'resilience4j.circuitbreaker.configs.default'
const order = {productId: 'CATALOG-001', qty: 1, unitPrice: 1500}

interface User {
  readonly userId: string
  readonly orders: readonly {readonly orderId: string}[]
}

describe('the exercises about services, with their real servers', () => {
  let lab: ServicesLab
  beforeAll(async () => {
    lab = await bootServicesLab({kafka: {}, zipkin: {}, prometheus: {}, 'order-service': {instances: 2}})
  })
  afterAll(() => lab?.close())

  const newUser = async () =>
    ((await (await lab.post('/user-service/users', {name: 'Kim', pwd: '12345678'})).json()) as User).userId
  const read = async (userId: string) => (await (await lab.get(`/user-service/users/${userId}`)).json()) as User
  const stock = async () => {
    const products = (await (await lab.get('/catalog-service/catalogs')).json()) as {productId: string; stock: number}[]
    return products.find(({productId}) => productId === order.productId)?.stock ?? Number.NaN
  }

  it('1 bus-refresh: one node is asked, and every service has the new value, by way of the broker', async () => {
    const args = ['config', 'set', 'application', 'greeting.message', 'shared by all', '--refresh'] as const
    const {refreshed} = await lab.json<{refreshed: RefreshResult}>(...args)
    expect(new Set(refreshed.reloaded.map(({service}) => service))).toEqual(
      new Set(['config-service', 'apigateway-service', 'user-service', 'order-service', 'catalog-service']),
    )
    await lab.configure('user-service', {'greeting.message': 'hi'})
    expect(await (await lab.get('/user-service/welcome')).text()).toBe('hi')
    expect(lab.log('user-service')).toContain('configuration reloaded (asked by config-service')
  })

  it('2 encrypt: the file holds the cipher, the answer the text, and MariaDB was opened with it', async () => {
    const file = readFileSync(join(lab.folder, 'config-repo', 'user-service.yml'), 'utf8')
    const cipher = /\{cipher\}([0-9a-f]+)/.exec(file)?.[1] ?? ''
    const password = 'spring.datasource.password'
    const seen = await lab.json<SeenConfig>('config', 'get', 'user-service', password)
    expect(seen.properties).toMatchObject([{key: password, value: '1234'}])
    const answer = await fetch(`http://127.0.0.1:${lab.portOf('config')}/decrypt`, {
      ...{method: 'POST', headers: {'content-type': 'text/plain'}, body: cipher},
    })
    expect(await answer.text()).toBe('1234')
    expect((await lab.run('decrypt', `{cipher}${cipher}`)).stdout).toBe('1234')
    expect((await lab.get('/user-service/actuator/health/db')).status).toBe(200)
  })

  it("3 rest-template: by the gateway's address and by name the orders are the same, also after a move", async () => {
    const userId = await newUser()
    await lab.post(`/order-service/${userId}/orders`, order)
    await lab.configure('user-service', {
      'order_service.client': 'rest-template',
      'order_service.circuit-breaker.enabled': 'false',
    })
    const byAddress = await read(userId)
    await lab.configure('user-service', {'order_service.url': 'http://order-service/%s/orders'})
    const byName = await read(userId)
    expect(byAddress.orders).toHaveLength(1)
    expect(byName.orders).toEqual(byAddress.orders)
    expect(await lab.run('restart', 'order-service')).toHaveEndedWith(0)
    await until('the moved service is found', async () => (await lab.get(`/user-service/users/${userId}`)).ok)
    expect((await read(userId)).orders).toEqual(byAddress.orders)
  })

  it('4 feign: FULL shows request and answer, NONE nothing, and a 404 becomes what the decoder says', async () => {
    const userId = await newUser()
    const level = 'spring.cloud.openfeign.client.config.order-service.loggerLevel'
    await lab.configure('user-service', {'order_service.client': 'feign', [level]: 'FULL'})
    await read(userId)
    // Lines leave a service in batches, a moment after the answer.
    await until('the answer is logged', () => lab.log('user-service').includes('<--- END HTTP'))
    const log = lab.log('user-service')
    for (const part of [`---> GET http://order-service/${userId}/orders`, '<--- HTTP/1.1 200', '[]', 'content-type:']) {
      expect(log).toContain(part)
    }
    await lab.configure('user-service', {[level]: 'NONE'})
    const before = lab.log('user-service').length
    await read(userId)
    expect(lab.log('user-service').slice(before)).not.toContain('--->')
    await lab.configure('user-service', {'order_service.path': '/{userId}/nothing/there'})
    const wrong = await lab.get(`/user-service/users/${userId}`)
    expect(wrong.status).toBe(404)
    expect(await wrong.text()).toContain("User's orders are empty")
    await lab.configure('user-service', {'order_service.path': '/{userId}/orders'})
  })

  it('5 sync-problem: each instance with storage of its own; reading twice gives different orders', async () => {
    await lab.configure('order-service', {'order.storage': 'memory'})
    const userId = await newUser()
    for (let time = 0; time < 5; time += 1) await lab.post(`/order-service/${userId}/orders`, order)
    const counts = new Set<number>()
    for (let time = 0; time < 4; time += 1) {
      counts.add(((await (await lab.get(`/order-service/${userId}/orders`)).json()) as unknown[]).length)
    }
    expect([...counts].sort()).toEqual([2, 3])
    await lab.configure('order-service', {'order.storage': 'mariadb'})
  })

  it('10 order-to-catalog: the stock falls by the quantity, once', async () => {
    await lab.allCounted()
    const before = await stock()
    const userId = await newUser()
    expect((await lab.post(`/order-service/${userId}/orders`, {...order, qty: 3})).status).toBe(201)
    await until('the stock fell', async () => (await stock()) < before)
    await lab.allCounted()
    expect(await stock()).toBe(before - 3)
  })

  it('12 circuit-breaker: 500 without it; with it no orders, then OPEN, and CLOSED as order-service comes back', async () => {
    const userId = await newUser()
    const state = async () => {
      const document = (await (await lab.get('/user-service/actuator/circuitbreakers')).json()) as {
        circuitBreakers: Record<string, {state: string; notPermittedCalls: number}>
      }
      return document.circuitBreakers['order-service']
    }
    await lab.json('stop', 'order-service')
    expect((await lab.get(`/user-service/users/${userId}`)).status).toBe(500)
    await lab.configure('user-service', {
      'order_service.circuit-breaker.enabled': 'true',
      [`${breaker}.waitDurationInOpenState`]: '1s',
    })
    await until('it is open', async () => {
      const answer = await lab.get(`/user-service/users/${userId}`)
      expect(answer.status).toBe(200)
      expect(((await answer.json()) as User).orders).toEqual([])
      return (await state())?.state === 'OPEN'
    })
    const refused = (await state())?.notPermittedCalls ?? 0
    await read(userId)
    expect((await state())?.notPermittedCalls).toBe(refused + 1)
    await until('it tries again by itself', async () => (await state())?.state === 'HALF_OPEN')
    expect(await lab.run('start', 'order-service')).toHaveEndedWith(0)
    await until(
      'it is closed',
      async () => {
        await read(userId)
        return (await state())?.state === 'CLOSED'
      },
      60_000,
    )
  })

  const spansOf = async (traceId: string) => {
    const answer = await fetch(`http://127.0.0.1:${lab.portOf('zipkin')}/api/v2/trace/${traceId}`)
    return answer.ok ? ((await answer.json()) as {localEndpoint: {serviceName: string}; kind: string}[]) : []
  }

  it('13 tracing: one id over gateway, user and order, in Zipkin and in the log lines', async () => {
    const userId = await newUser()
    const traceId = '463ac35c9f6413ad48485a3953bb6124'
    await lab.get(`/user-service/users/${userId}`, {b3: `${traceId}-a2fb4a1d1a96d312-1`})
    const spans = await until('Zipkin has every hop', async () => {
      const servers = (await spansOf(traceId))
        .filter(({kind}) => kind === 'SERVER')
        .map(({localEndpoint}) => localEndpoint.serviceName)
      return servers.length === 3 && servers
    })
    expect(new Set(spans)).toEqual(new Set(['apigateway-service', 'user-service', 'order-service']))
    for (const name of ['gateway', 'user-service']) expect(lab.log(name)).toContain(`service,${traceId},`)
    expect(lab.log('order-service') + lab.log('order-service-2')).toContain(`order-service,${traceId},`)
  })

  it('13 tracing: an order has one id as far as catalog-service, which hears of it by Kafka', async () => {
    const traceId = '5a3ac35c9f6413ad48485a3953bb6125'
    await lab.post(`/order-service/${await newUser()}/orders`, order, {b3: `${traceId}-a2fb4a1d1a96d312-1`})
    const hops = await until('Zipkin has every hop', async () => {
      const seen = (await spansOf(traceId)).map(({localEndpoint, kind}) => `${localEndpoint.serviceName} ${kind}`)
      return seen.includes('catalog-service CONSUMER') && seen
    })
    for (const hop of ['apigateway-service SERVER', 'order-service SERVER', 'order-service PRODUCER']) {
      expect(hops).toContain(hop)
    }
    expect(lab.log('catalog-service')).toContain(`catalog-service,${traceId},`)
  })

  it('14 metrics: users.status and users.welcome, with method and uri', async () => {
    await lab.get('/user-service/health_check')
    const {names} = (await (await lab.get('/user-service/actuator/metrics')).json()) as {names: string[]}
    expect(names).toEqual(expect.arrayContaining(['users.status', 'users.welcome']))
    const text = await (await lab.get('/user-service/actuator/prometheus')).text()
    for (const name of ['users_status', 'users_welcome']) {
      for (const part of ['count', 'sum', 'max'])
        expect(text).toMatch(new RegExp(`${name}_seconds_${part}\\{[^}]*method="GET"[^}]*uri="`))
    }
  })

  it('15 dashboards: Prometheus takes all that is served to it, the calls between services as well', async () => {
    const prometheus = async <T>(path: string) => {
      const answer = await fetch(`http://127.0.0.1:${lab.portOf('prometheus')}/api/v1/${path}`)
      return ((await answer.json()) as {data: T}).data
    }
    await read(await newUser())
    const query = encodeURIComponent('http_client_requests_seconds_count{client_name="order-service",status="200"}')
    const scraped = async () => (await prometheus<{result: unknown[]}>(`query?query=${query}`)).result.length > 0
    await until('Prometheus has scraped the call', scraped, 60_000)
    interface Target {
      readonly labels: {readonly job: string}
      readonly health: string
      readonly lastError: string
    }
    const targets = async () => {
      const {activeTargets} = await prometheus<{activeTargets: Target[]}>('targets')
      return activeTargets.map(({labels, health, lastError}) => [labels.job, health, lastError].join(' ').trim()).sort()
    }
    // One that was asked for before it was registered is asked again after 15 s.
    const jobs = ['apigateway-service', 'catalog-service', 'order-service', 'prometheus', 'user-service']
    const isUp = async () => (await targets()).every(target => target.endsWith(' up'))
    await until('every target was scraped since it registered', isUp, 60_000)
    expect(await targets()).toEqual(jobs.map(job => `${job} up`))
  })
})
