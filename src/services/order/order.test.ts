import {describe, expect, it} from 'vitest'
import {ask, backend, serve} from '../kit/loopback.fixture.js'
import {order} from './order.js'
import {memoryOutbox} from './outbox.js'

const variables = {ORDER_STORAGE: 'memory'}
const body = (value: unknown) => ({body: JSON.stringify(value), headers: {'content-type': 'application/json'}})
const good = {productId: 'CATALOG-001', qty: 2, unitPrice: 500}

describe('an order', () => {
  it('is placed with its total, and stands among the orders of its user only', async () => {
    const {port} = await serve(order, variables)
    const placed = await ask(port, 'POST', '/kim/orders', body(good))
    expect(placed.status).toBe(201)
    const one = JSON.parse(placed.text)
    expect(one).toMatchObject({...good, userId: 'kim', totalPrice: 1000})
    expect(JSON.parse((await ask(port, 'GET', '/kim/orders')).text)).toEqual([one])
    expect(JSON.parse((await ask(port, 'GET', '/lee/orders')).text)).toEqual([])
  })

  it('lives in this instance alone with its own storage: the problem of exercise 5', async () => {
    const [one, other] = [await serve(order, variables), await serve(order, variables)]
    await ask(one.port, 'POST', '/kim/orders', body(good))
    expect(JSON.parse((await ask(one.port, 'GET', '/kim/orders')).text)).toHaveLength(1)
    expect(JSON.parse((await ask(other.port, 'GET', '/kim/orders')).text)).toHaveLength(0)
  })

  it.each([
    [{}, ['productId', 'qty', 'unitPrice']],
    [{...good, qty: 0}, ['qty']],
    [{...good, qty: 1.5}, ['qty']],
    [{...good, qty: '2'}, ['qty']],
    [{...good, productId: ''}, ['productId']],
    [{...good, productId: 'x'.repeat(21)}, ['productId']],
    [{productId: 1, qty: -1, unitPrice: -1}, ['productId', 'qty', 'unitPrice']],
    [{...good, qty: 1_000_000, unitPrice: 2_000_000}, ['qty']],
  ])('%j is refused field by field: %j', async (value, fields) => {
    const {port} = await serve(order, variables)
    const answer = await ask(port, 'POST', '/kim/orders', body(value))
    expect(answer.status).toBe(400)
    expect(JSON.parse(answer.text).errors.map((error: {field: string}) => error.field)).toEqual(fields)
  })

  it.each([
    ['no JSON', '{', {'content-type': 'application/json'}, 400],
    ['nothing', '', {'content-type': 'application/json'}, 400],
    ['text', '{}', {'content-type': 'text/plain'}, 415],
    ['a megabyte and more', 'x'.repeat(1024 * 1024 + 1), {'content-type': 'application/json'}, 413],
    [
      'a megabyte and more in chunks',
      'x'.repeat(1024 * 1024 + 1),
      {'content-type': 'application/json', 'transfer-encoding': 'chunked'},
      413,
    ],
  ])('made of %s is refused', async (_what, text, headers, status) => {
    const {port} = await serve(order, variables)
    expect((await ask(port, 'POST', '/kim/orders', {body: text, headers})).status).toBe(status)
  })

  it('of a user id that no column holds is refused', async () => {
    const {port} = await serve(order, variables)
    expect((await ask(port, 'POST', `/${'k'.repeat(51)}/orders`, body(good))).status).toBe(400)
  })
})

describe('a storage that there is none of', () => {
  it('is refused at the start, by its name', async () => {
    await expect(serve(order, {ORDER_STORAGE: 'mariabd'})).rejects.toThrow(
      'order.storage must be one of memory, mariadb, kafka, not "mariabd"',
    )
  })

  it('leaves the one before in place when a refresh brings it', async () => {
    let storage = 'memory'
    const {port: config} = await backend((_request, response) => {
      response.end(JSON.stringify({propertySources: [{name: 'own', source: {'order.storage': storage}}]}))
    })
    const {port} = await serve(order, {SPRING_CLOUD_CONFIG_URI: `http://127.0.0.1:${config}`})
    const refresh = async (value: string) => {
      storage = value
      expect(JSON.parse((await ask(port, 'POST', '/actuator/refresh')).text)).toEqual(['order.storage'])
      return JSON.parse((await ask(port, 'GET', '/actuator/info')).text).order.storage
    }
    expect(await refresh('mariabd')).toBe('memory')
    expect(await refresh('Kafka')).toBe('kafka')
  })
})

it('the health check names port, instance and a value of the configuration', async () => {
  const {port} = await serve(order, {...variables, GREETING_MESSAGE: 'hi there'})
  const {text} = await ask(port, 'GET', '/health_check')
  for (const part of [String(port), `127.0.0.1:order-service:${port}`, 'hi there']) expect(text).toContain(part)
})

describe('the outbox', () => {
  const message = (value: string) => ({topic: 't', key: null, value})

  it('keeps everything while the broker is away, and the order of it', async () => {
    const outbox = memoryOutbox()
    for (const value of ['1', '2', '3']) outbox.put(message(value))
    await expect(outbox.sendSome(() => Promise.reject(new Error('away')))).rejects.toThrow('away')
    const sent: string[] = []
    expect(await outbox.sendSome(async batch => void sent.push(...batch.map(one => one.value)))).toBe(true)
    expect(sent).toEqual(['1', '2', '3'])
    expect(await outbox.sendSome(async () => undefined)).toBe(false)
  })

  it('does not lose what is put in while it sends', async () => {
    const outbox = memoryOutbox()
    outbox.put(message('1'))
    await outbox.sendSome(async () => outbox.put(message('2')))
    const sent: string[] = []
    await outbox.sendSome(async batch => void sent.push(...batch.map(one => one.value)))
    expect(sent).toEqual(['2'])
  })
})
