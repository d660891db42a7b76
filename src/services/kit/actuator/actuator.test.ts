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
