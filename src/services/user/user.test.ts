import {describe, expect, it} from 'vitest'
import {ask, backend, echo, registry, serve, until} from '../kit/loopback.fixture.js'
import {order} from '../order/order.js'
import {hashPassword, newUserId} from './credentials.js'
import {user} from './user.js'

const json = (value: unknown) => ({body: JSON.stringify(value), headers: {'content-type': 'application/json'}})
const quick = {
  RESILIENCE4J_CIRCUITBREAKER_CONFIGS_DEFAULT_SLIDINGWINDOWSIZE: '2',
  RESILIENCE4J_CIRCUITBREAKER_CONFIGS_DEFAULT_MINIMUMNUMBEROFCALLS: '2',
  RESILIENCE4J_CIRCUITBREAKER_CONFIGS_DEFAULT_WAITDURATIONINOPENSTATE: '100ms',
  RESILIENCE4J_CIRCUITBREAKER_CONFIGS_DEFAULT_PERMITTEDNUMBEROFCALLSINHALFOPENSTATE: '1',
}

async function users(variables: Record<string, string>) {
  const {port} = await serve(user, {USER_STORAGE: 'memory', ...quick, ...variables})
  const added = await ask(port, 'POST', '/users', json({name: 'Kim', pwd: '12345678'}))
  const {userId} = JSON.parse(added.text)
  const read = () => ask(port, 'GET', `/users/${userId}`)
  const state = async () =>
    JSON.parse((await ask(port, 'GET', '/actuator/circuitbreakers')).text).circuitBreakers['order-service'].state
  const events = async (name = '') =>
    JSON.parse((await ask(port, 'GET', `/actuator/circuitbreakerevents${name}`)).text).circuitBreakerEvents as {
      readonly type: string
      readonly stateTransition: string | null
    }[]
  return {port, userId, read, state, events}
}

describe('a user', () => {
  it('is added without its password being kept or answered, and found again', async () => {
    const lab = await registry()
    const {port, userId} = await users(lab.variables)
    const all = await ask(port, 'GET', '/users')
    expect(JSON.parse(all.text)).toEqual([{userId, name: 'Kim'}])
    expect((await ask(port, 'GET', '/users/nobody')).status).toBe(404)
  })

  it.each([
    [{}, ['name', 'pwd']],
    [{name: 'K', pwd: '12345678'}, ['name']],
    [{name: 'Kim', pwd: 'short'}, ['pwd']],
    [{name: 'Kim', pwd: '12345678', email: 'no address'}, ['email']],
  ])('%j is refused field by field: %j', async (value, fields) => {
    const {port} = await serve(user, {USER_STORAGE: 'memory'})
    const answer = await ask(port, 'POST', '/users', json(value))
    expect(answer.status).toBe(400)
    expect(JSON.parse(answer.text).errors.map((error: {field: string}) => error.field)).toEqual(fields)
  })

  it('has an id and a password hash that fit the columns of the course', async () => {
    expect(newUserId()).toMatch(/^[a-z0-9]{20}$/)
    expect((await hashPassword('x'.repeat(72))).length).toBeLessThanOrEqual(20)
    expect(await hashPassword('same')).not.toBe(await hashPassword('same'))
  })
})

describe.each(['feign', 'rest-template'])('orders by %s', client => {
  it('come from order-service by its registered name, and from its next port as well', async () => {
    const first = await serve(order, {ORDER_STORAGE: 'memory'})
    const lab = await registry({app: 'order-service', port: first.port})
    const {userId, read} = await users({
      ...lab.variables,
      ORDER_SERVICE_CLIENT: client,
      ORDER_SERVICE_URL: 'http://order-service/%s/orders',
    })
    await ask(first.port, 'POST', `/${userId}/orders`, json({productId: 'P', qty: 1, unitPrice: 1}))
    await until(async () => JSON.parse((await read()).text).orders.length === 1)
    const second = await serve(order, {ORDER_STORAGE: 'memory'})
    await lab.cancel({app: 'order-service', port: first.port})
    await lab.register({app: 'order-service', port: second.port})
    await until(async () => JSON.parse((await read()).text).orders.length === 0)
    await ask(second.port, 'POST', `/${userId}/orders`, json({productId: 'Q', qty: 1, unitPrice: 1}))
    expect(JSON.parse((await read()).text).orders).toMatchObject([{productId: 'Q'}])
  })
})

describe('without order-service', () => {
  it('a user is 500 without the breaker, and has no orders with it', async () => {
    const lab = await registry()
    const open = await users({...lab.variables, ORDER_SERVICE_CIRCUITBREAKER_ENABLED: 'false'})
    expect((await open.read()).status).toBe(500)
    const guarded = await users(lab.variables)
    expect(await guarded.read()).toMatchObject({status: 200})
    expect(JSON.parse((await guarded.read()).text)).toMatchObject({name: 'Kim', orders: []})
  })

  it('the breaker goes CLOSED, OPEN, HALF_OPEN, CLOSED as it comes back, and OPEN does not call', async () => {
    let asked = 0
    let works = false
    const {port: orders} = await backend((request, response) => {
      asked += 1
      if (works) return echo('orders')(request, response)
      response.writeHead(500).end()
    })
    const lab = await registry({app: 'order-service', port: orders})
    const {read, state, events} = await users(lab.variables)
    await until(async () => {
      await read()
      return asked === 2
    })
    expect(await state()).toBe('OPEN')
    await read()
    expect(asked).toBe(2)
    works = true
    await until(async () => {
      await read()
      return (await state()) === 'CLOSED'
    })
    const told = await events()
    const steps = told.map(({type, stateTransition}) => stateTransition ?? type)
    expect(steps.filter((step, index) => step !== steps[index - 1])).toEqual([
      ...['ERROR', 'FAILURE_RATE_EXCEEDED', 'CLOSED_TO_OPEN', 'NOT_PERMITTED', 'OPEN_TO_HALF_OPEN'],
      ...['SUCCESS', 'HALF_OPEN_TO_CLOSED'],
    ])
    expect(told[0]).toEqual({
      circuitBreakerName: 'order-service',
      type: 'ERROR',
      creationTime: expect.stringMatching(/^\d{4}-.*Z$/),
      errorMessage: 'order-service answered 500',
      durationInMs: expect.any(Number),
      stateTransition: null,
    })
    expect(await events('/order-service')).toEqual(told)
    expect(await events('/another')).toEqual([])
  })
})

it.each([
  ['USER_STORAGE', 'mariabd', 'user.storage must be one of mariadb, memory, not "mariabd"'],
  ['ORDER_SERVICE_CLIENT', 'fein', 'order_service.client must be one of feign, rest-template, not "fein"'],
  ['SPRING_CLOUD_OPENFEIGN_CLIENT_CONFIG_ORDERSERVICE_LOGGERLEVEL', 'ALL', 'must be one of NONE, BASIC, HEADERS, FULL'],
])('%s=%s is refused at the start', async (variable, value, reason) => {
  await expect(serve(user, {USER_STORAGE: 'memory', [variable]: value})).rejects.toThrow(reason)
})

it('a wrong path reaches the caller as what the error decoder makes of it, not as a bare 500', async () => {
  const {port: orders} = await backend((_request, response) => response.writeHead(404).end())
  const lab = await registry({app: 'order-service', port: orders})
  const variables = {
    ...lab.variables,
    ORDER_SERVICE_CIRCUITBREAKER_ENABLED: 'false',
    ORDER_SERVICE_PATH: '/wrong/{userId}',
  }
  const decoded = await users(variables)
  await until(async () => (await decoded.read()).status === 404)
  expect((await decoded.read()).text).toContain("User's orders are empty")
  const bare = await users({...variables, ORDER_SERVICE_ERRORDECODER: 'false'})
  await until(async () => (await bare.read()).status === 500)
})
