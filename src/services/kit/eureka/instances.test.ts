import {describe, expect, it} from 'vitest'
import {hashCodeOf} from './instance.js'
import {applyDelta, fullView, keyOf, type RegistryView} from './registry-view.js'
import {ServiceInstances} from './service-instances.js'

const wire = (app: string, port: number, more: Record<string, unknown> = {}) => ({
  instanceId: `${app}:${port}`,
  app: app.toUpperCase(),
  hostName: '127.0.0.1',
  status: 'UP',
  port: {$: port, '@enabled': 'true'},
  lastDirtyTimestamp: '1',
  metadata: {'@class': 'java.util.Collections$EmptyMap'},
  ...more,
})
const apps = (instances: ReturnType<typeof wire>[], hash = hashCodeOf(instances)) => ({
  applications: {apps__hashcode: hash, application: [{name: 'X', instance: instances}]},
})
const view = (...instances: ReturnType<typeof wire>[]): RegistryView => fullView(apps(instances))

describe('the copy of the registry', () => {
  it('takes numbers and switches as older servers write them, and single elements bare', () => {
    const instance = {...wire('shop', 0), port: {$: '9001', '@enabled': true}}
    const bare = {applications: {application: {name: 'SHOP', instance}}}
    expect([...fullView(bare).values()]).toMatchObject([{service: 'shop', port: 9001, metadata: {}}])
  })

  it('follows a delta when its hash fits, and knows when something was missed', () => {
    const before = view(wire('a', 1), wire('b', 2))
    const delta = (hash: string) => apps([wire('b', 2, {actionType: 'DELETED'}), wire('c', 3)], hash)
    expect([...(applyDelta(before, delta('UP_2_'))?.keys() ?? [])]).toEqual(['a/a:1', 'c/c:3'])
    expect(applyDelta(before, delta('UP_3_'))).toBeUndefined()
  })

  it.each([
    [['UP', 'UP'], 'UP_2_'],
    [['UP', 'DOWN', 'STARTING', 'UP'], 'DOWN_1_STARTING_1_UP_2_'],
    [[], ''],
  ])('the hash of %j is %j', (statuses, expected) => {
    expect(hashCodeOf(statuses.map(status => ({status})))).toBe(expected)
  })
})

describe('who is asked next', () => {
  it('takes turns among those that are UP', () => {
    const instances = new ServiceInstances()
    instances.update(view(wire('a', 1), wire('a', 2), wire('a', 3, {status: 'OUT_OF_SERVICE'})), false)
    const ports = Array.from({length: 4}, () => instances.next('A')?.port)
    expect(ports).toEqual([1, 2, 1, 2])
  })

  it('leaves out who refused, until that one registers anew or its time is over', () => {
    let now = 0
    const instances = new ServiceInstances(() => now)
    instances.update(view(wire('a', 1)), false)
    const [one] = instances.of('a')
    if (one) instances.markRefused(one)
    expect(instances.next('a')).toBeUndefined()
    instances.update(view(wire('a', 1, {lastDirtyTimestamp: '2'})), false)
    expect(instances.next('a')?.port).toBe(1)
    const [again] = instances.of('a')
    if (again) instances.markRefused(again)
    now = 5001
    expect(instances.next('a')?.port).toBe(1)
  })

  it('passes over those that failed for this very request', () => {
    const instances = new ServiceInstances()
    instances.update(view(wire('a', 1), wire('a', 2)), false)
    const tried = new Set(instances.of('a').slice(0, 1).map(keyOf))
    expect(instances.next('a', tried)?.port).toBe(2)
  })

  it('remembers everybody for a while when the server comes back empty', () => {
    let now = 0
    const instances = new ServiceInstances(() => now)
    instances.update(view(wire('a', 1)), false)
    instances.update(new Map(), true)
    expect(instances.next('a')?.port).toBe(1)
    now = 20_001
    expect(instances.next('a')).toBeUndefined()
    expect(instances.wasSeen('a')).toBe(true)
  })
})
