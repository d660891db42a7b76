import {describe, expect, it} from 'vitest'
import {ConnectClient} from './connect.js'
import {fakeConnect} from './fake-connect.fixture.js'

const config = {'connector.class': 'X', a: '1'}
const refusal = (status: number, message: string) => ({status, body: {error_code: status, message}})
const puts = (asked: readonly {method: string; path: string}[]) =>
  asked.filter(({method, path}) => method === 'PUT' && path.endsWith('/config'))

describe('what a worker says while it is busy', () => {
  it.each([
    [
      409,
      'Cannot complete request momentarily due to stale configuration (typically caused by a concurrent config change)',
    ],
    [409, 'Cannot complete request because of a conflicting operation (e.g. worker rebalance)'],
    [500, 'Request cannot be completed because a rebalance is expected'],
    [503, 'not yet'],
  ])('P22, F55: %i "%s" is waited out', async (status, message) => {
    const {address, asked} = await fakeConnect((_, earlier) =>
      earlier.length < 3 ? refusal(status, message) : {status: 201, body: {}},
    )
    await new ConnectClient(address).putConfig('a', config)
    expect(puts(asked)).toHaveLength(4)
  })

  it('P22: gives up after its patience, with the words of the worker', async () => {
    const {address} = await fakeConnect(() => refusal(409, 'rebalance'))
    const putting = new ConnectClient(address, {patienceMs: 200}).putConfig('a', config)
    await expect(putting).rejects.toMatchObject({
      message: 'Kafka Connect is still rebalancing',
      details: expect.arrayContaining(['rebalance']),
    })
  })

  it('F55: 409 for a name that exists is an answer, not a rebalance', async () => {
    const {address, asked} = await fakeConnect(() => refusal(409, 'Connector a already exists'))
    await expect(new ConnectClient(address).putConfig('a', config)).rejects.toThrow()
    expect(asked).toHaveLength(1)
  })

  it('B93, F55: 404 is "not there", and a connector that is gone is removed', async () => {
    const {address} = await fakeConnect(() => refusal(404, 'No status found for connector a'))
    const connect = new ConnectClient(address)
    expect(await connect.status('a')).toBeUndefined()
    expect(await connect.config('a')).toBeUndefined()
    await connect.remove('a')
    await expect(connect.restart('a', true)).rejects.toThrow('there is no connector a')
  })
})

describe('P22: after a lost answer it looks, and never writes twice', () => {
  it.each(['reset', 'timed out'] as const)('when the answer is %s and it was done', async how => {
    const {address, asked} = await fakeConnect(({method}) => {
      if (method === 'GET') return {status: 200, body: {...config, name: 'a'}}
      return how === 'reset' ? 'reset' : refusal(500, 'Request timed out. The worker is currently busy')
    })
    const connect = new ConnectClient(address)
    await connect.names().catch(() => undefined)
    await connect.putConfig('a', config)
    expect(puts(asked)).toHaveLength(1)
  })

  it('writes again when it was not done', async () => {
    const {address, asked} = await fakeConnect(({method, path}, earlier) => {
      if (path === '/connectors') return {status: 200, body: []}
      if (method === 'GET') return refusal(404, 'not found')
      return puts(earlier).length === 0 ? 'reset' : {status: 201, body: {}}
    })
    const connect = new ConnectClient(address)
    await connect.names()
    await connect.putConfig('a', config)
    expect(puts(asked)).toHaveLength(2)
  })
})

describe('B92: what is not Kafka Connect', () => {
  it.each([
    ['<html>It works!</html>', 200],
    ['just text', 200],
    ['<h1>502 Bad Gateway</h1>', 502],
  ])('%s (%i) is named', async (html, status) => {
    const {address} = await fakeConnect(() => ({html, status}))
    await expect(new ConnectClient(address).names()).rejects.toMatchObject({
      code: 'E_NOT_REACHABLE',
      message: `what answers at ${address} is not Kafka Connect`,
      details: [expect.stringContaining(`HTTP ${status}`)],
    })
  })

  it('a worker that is not up is told at once, and waited for only when asked', async () => {
    const nobody = 'http://127.0.0.1:1'
    const began = performance.now()
    await expect(new ConnectClient(nobody).names()).rejects.toMatchObject({code: 'E_NOT_REACHABLE', oclif: {exit: 4}})
    expect(performance.now() - began).toBeLessThan(2_000)
    const waiting = new ConnectClient(nobody, {waitsForStart: true, patienceMs: 300})
    await expect(waiting.names()).rejects.toMatchObject({code: 'E_NOT_REACHABLE'})
  })

  it('F56: a connector that hangs in its validation is given up', async () => {
    const {address} = await fakeConnect(({path}) => (path.endsWith('/validate') ? 'silence' : {status: 200, body: []}))
    const connect = new ConnectClient(address, {timeoutMs: 200})
    await expect(connect.validate(config)).rejects.toMatchObject({details: ['it took the request and says nothing']})
  })
})

it('B85: a name stays one segment of the path', async () => {
  const {address, asked} = await fakeConnect(() => ({status: 200, body: {}}))
  await new ConnectClient(address).config('a b/../é?x#y%2F')
  expect(asked[0]?.path).toBe('/connectors/a%20b%2F..%2F%C3%A9%3Fx%23y%252F/config')
})
