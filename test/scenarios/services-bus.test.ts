import {readdirSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import type {RefreshResult} from '../../src/config/refresh-config.js'
import type {LabStatus} from '../../src/lab/client/status.js'
import type {LabEvent} from '../../src/lab/events.js'
import {bootServicesLab, type ServicesLab} from './services-lab.js'
import {until} from './until.js'

const greeting = 'greeting.message'
const canary = 'canary-5b1f'

describe('what a running lab is told reaches those whom it is meant for', () => {
  let lab: ServicesLab
  beforeAll(async () => {
    lab = await bootServicesLab({'order-service': {instances: 2}})
  })
  afterAll(() => lab?.close())

  const set = (target: string, key: string, value: string) => lab.json('config', 'set', target, key, value)
  const post = async (path: string, body?: unknown) => {
    const sent = body === undefined ? {} : {headers: {'content-type': 'application/json'}, body: JSON.stringify(body)}
    const answer = await fetch(`http://127.0.0.1:${lab.portOf('gateway')}${path}`, {method: 'POST', ...sent})
    expect(answer.status, path).toBe(204)
  }
  const health = async (service: string) => (await lab.get(`/${service}/health_check`)).text()
  const portOf = (text: string) => /port\(local\.server\.port\)=(\d+)/.exec(text)?.[1] ?? ''
  const reloads = (name: string, why: string) => lab.log(name).split(`configuration reloaded (${why}`).length - 1
  const byUser = 'asked by user-service'

  it('a refresh of one destination reaches all instances of that service, and no other', async () => {
    await set('application', 'order.note', 'one')
    await post('/user-service/actuator/busrefresh/order-service')
    // What comes after it on the same queue shows that the first one was not for user-service.
    await post('/user-service/actuator/busrefresh/user-service')
    await until('user-service has read it again', () => reloads('user-service', byUser) > 0)
    await until('both have read it again', () =>
      ['order-service', 'order-service-2'].every(name => reloads(name, byUser) > 0),
    )
    expect(['user-service', 'order-service', 'order-service-2'].map(name => reloads(name, byUser))).toEqual([1, 1, 1])
    expect(reloads('catalog-service', byUser)).toBe(0)
  })

  it('config refresh SERVICE hears from the instances of that service only', async () => {
    await set('order-service', greeting, 'for orders')
    const {reloaded, missing} = await lab.json<RefreshResult>('config', 'refresh', 'order-service')
    expect(reloaded.map(({service, changed}) => [service, changed])).toEqual([
      ['order-service', [greeting]],
      ['order-service', [greeting]],
    ])
    expect(missing).toEqual([])
  })

  it('a change that is made while RabbitMQ is away reaches every service as soon as it is back', async () => {
    expect(await lab.run('stop', 'rabbitmq')).toHaveEndedWith(0)
    await set('user-service', greeting, 'late for users')
    await set('order-service', greeting, 'late for orders')
    await post('/user-service/actuator/busrefresh')
    await post('/user-service/actuator/busenv/catalog-service', {name: greeting, value: 'late by busenv'})
    expect(await health('user-service')).not.toContain('late')
    expect(await lab.run('start', 'rabbitmq')).toHaveEndedWith(0)
    const isLate = async () => (await health('user-service')).includes('late for users')
    await until('users have it', isLate, 60_000)
    await until('catalog-service has it', async () => (await health('catalog-service')).includes('late by busenv'))
    await until('both instances for orders have it', async () => {
      const texts = [await health('order-service'), await health('order-service')]
      return new Set(texts.map(portOf)).size === 2 && texts.every(text => text.includes('late for orders'))
    })
  })

  it('busenv sets a value in the services it names, until they end', async () => {
    await post('/user-service/actuator/busenv/catalog-service', {name: greeting, value: 'by busenv'})
    await until('it is there', async () => (await health('catalog-service')).includes('greeting.message=by busenv'))
    await lab.json('config', 'refresh')
    expect(await health('catalog-service')).toContain('greeting.message=by busenv')
    expect(await health('user-service')).toContain('greeting.message=late for users')
  })

  it('a third instance gets requests within 2 s of being ready, and then its third of them', async () => {
    const seen = new Map<string, number>()
    const scaled = lab.run('scale', 'order-service=3')
    await until('three instances are asked', async () => {
      const port = portOf(await health('order-service'))
      if (!seen.has(port)) seen.set(port, Date.now())
      return seen.size === 3
    })
    expect(await scaled).toHaveEndedWith(0)
    const events = readFileSync(join(lab.folder, '.msa', 'events.ndjson'), 'utf8')
      .trim()
      .split('\n')
    const ready = events
      .map(line => JSON.parse(line) as LabEvent)
      .find(one => one.type === 'state' && one.component === 'order-service-3' && one.state.phase === 'ready')
    expect(Math.max(...seen.values()) - Date.parse(ready?.at ?? '')).toBeLessThan(2000)
    const ports: string[] = []
    for (let time = 0; time < 30; time += 1) ports.push(portOf(await health('order-service')))
    expect([...seen.keys()].map(port => ports.filter(one => one === port).length)).toEqual([10, 10, 10])
  })

  it('one instance again: the others are gone when the command ends, and nobody is sent to them', async () => {
    const scaled = await lab.run('scale', 'order-service=1')
    expect(scaled).toHaveEndedWith(0)
    expect(scaled.stdout).toContain('ready, 2 components stopped,')
    const {components} = await lab.json<LabStatus>('status')
    const left = components.filter(({name}) => name.startsWith('order-service'))
    expect(left.map(({name, state}) => [name, state])).toEqual([['order-service', 'ready']])
    const ports = new Set<string>()
    for (let time = 0; time < 10; time += 1) ports.add(portOf(await health('order-service')))
    expect(ports.size).toBe(1)
  })

  it('no log has a secret, neither one that was read, nor one that was posted, nor one that nobody can decrypt', async () => {
    const answer = await fetch(`http://127.0.0.1:${lab.portOf('config')}/encrypt`, {
      ...{method: 'POST', headers: {'content-type': 'text/plain'}, body: canary},
    })
    const cipher = await answer.text()
    const foreign = `${cipher.slice(0, -32)}${'0'.repeat(32)}`
    await set('user-service', 'canary.password', `{cipher}${cipher}`)
    await set('user-service', 'canary.broken', `{cipher}${foreign}`)
    await lab.json('config', 'refresh')
    expect((await lab.run('config', 'get', 'user-service', 'canary.password', '--json')).stdout).toContain(canary)
    const user = await lab.post('/user-service/users', {name: 'Kim', pwd: `${canary}-pwd`})
    expect(user.status).toBe(201)
    const logs = join(lab.folder, '.msa', 'logs')
    await until('the request is logged', () => lab.log('gateway').includes('POST /user-service/users'))
    expect(lab.log('config')).toContain('canary.broken')
    const told = readdirSync(logs).filter(name => {
      const text = readFileSync(join(logs, name), 'utf8')
      return [canary, cipher, foreign].some(secret => text.includes(secret))
    })
    expect(told).toEqual([])
  })
})
