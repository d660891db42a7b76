import {describe, expect, it} from 'vitest'
import {discovery} from '../../discovery/discovery.js'
import {gateway} from '../../gateway/gateway.js'
import {user} from '../../user/user.js'
import {ask, serve} from '../loopback.fixture.js'

const everywhere = ['health', 'info', 'metrics', 'prometheus', 'refresh']

describe.each([
  [discovery, []],
  [gateway, ['gateway']],
  [user, ['circuitbreakerevents', 'circuitbreakers']],
])('the index of $name', (service, own) => {
  const index = async () => {
    const {port} = await serve(service, {USER_STORAGE: 'memory'})
    const {_links} = JSON.parse((await ask(port, 'GET', '/actuator')).text) as {_links: Record<string, {href: string}>}
    return {port, links: _links}
  }

  it('names what it serves, and no more', async () => {
    const {links} = await index()
    expect(Object.keys(links).sort()).toEqual([...everywhere, ...own, 'self'].sort())
  })

  it('leads to something at every address', async () => {
    const {port, links} = await index()
    for (const {href} of Object.values(links)) {
      const {status} = await ask(port, 'GET', new URL(href).pathname)
      expect([200, 405], href).toContain(status)
    }
  })
})

describe('a metric', () => {
  const measured = async () => {
    const {port} = await serve(user, {USER_STORAGE: 'memory'})
    for (const path of ['/users', '/users', '/users/nobody']) await ask(port, 'GET', path)
    const read = async (query: string) => {
      const {status, text} = await ask(port, 'GET', `/actuator/metrics/http.server.requests${query}`)
      return status === 200 ? JSON.parse(text) : status
    }
    return {port, read}
  }

  it('is the sum of its series, with the tags by which it can be narrowed', async () => {
    const {read} = await measured()
    expect(await read('')).toMatchObject({
      name: 'http.server.requests',
      baseUnit: 'seconds',
      measurements: [{statistic: 'COUNT', value: 3}, {statistic: 'TOTAL_TIME'}, {statistic: 'MAX'}],
      availableTags: expect.arrayContaining([
        {tag: 'uri', values: ['/users', '/users/{userId}']},
        {tag: 'outcome', values: ['SUCCESS', 'CLIENT_ERROR']},
      ]),
    })
  })

  it('is narrowed by each tag that is given, which is then no choice any more', async () => {
    const {read} = await measured()
    const narrowed = await read('?tag=uri:/users&tag=status:200')
    expect(narrowed.measurements[0]).toEqual({statistic: 'COUNT', value: 2})
    const tags = narrowed.availableTags.map(({tag}: {tag: string}) => tag)
    expect(tags).toEqual(['error', 'exception', 'method', 'outcome'])
  })

  it('that there is not, or not with that tag, is 404', async () => {
    const {port, read} = await measured()
    expect(await read('?tag=uri:/nowhere')).toBe(404)
    expect((await ask(port, 'GET', '/actuator/metrics/no.such')).status).toBe(404)
  })
})
