import {describe, expect, it} from 'vitest'
import {catalogue} from '../../stacks/index.js'
import {parseLabFile} from '../lab-file.js'
import {containerOf} from './container-of.js'
import {factsOf, partsOf} from './members.js'
import type {Surroundings} from './surroundings.js'

function containerIn(lines: string, task: string, ports: Readonly<Record<string, number>> = {}) {
  const lab = parseLabFile(`version: 1\n${lines}\n`, '/lab/msa.yml', catalogue, {env: {}})
  const part = partsOf(lab, catalogue, []).find(one => task.startsWith(factsOf(one).name))
  if (part === undefined) throw new Error(`no ${task} in this lab`)
  const around: Surroundings = {
    ...{lab, catalogue, identity: {id: 'id', name: 'lab', dir: '/lab/.msa'}, members: new Set([task])},
    ...{ports: new Map([[task, ports]]), runtimes: new Map(), machineAddress: undefined},
    found: {programs: new Map(), distributions: new Map()},
    secrets: {fileOf: name => `/lab/.msa/secrets/${name}`, read: () => 'S3CRET'},
    ...{servicesImage: 'msa-services:1-abc', cacheDir: '/cache', packageDir: '/msa', home: '/home/me'},
    ...{isRoot: false, platform: 'linux'},
  }
  return containerOf(task, part, around)
}

describe('the container of a component', () => {
  it('is made from the pinned image, or from the one that the lab file names', () => {
    const pinned = catalogue.find(({name}) => name === 'mariadb')?.image.reference
    expect(containerIn('components: [mariadb]', 'mariadb').image).toBe(pinned)
    expect(containerIn('components: {mariadb: {image: "mariadb:11"}}', 'mariadb').image).toBe('mariadb:11')
  })

  it("of msa's own is made from the image that was built from this very msa", () => {
    expect(containerIn('components: [gateway]', 'gateway')).toMatchObject({
      image: 'msa-services:1-abc',
      readOnlyRoot: true,
    })
  })

  it('is reached by the name of its instance and by that of them all', () => {
    const lines = 'components: {user-service: {instances: 2}}'
    expect(containerIn(lines, 'user-service').aliases).toEqual(['user-service'])
    expect(containerIn(lines, 'user-service-2').aliases).toEqual(['user-service-2', 'user-service'])
  })

  it('is bounded by the memory of the lab file', () => {
    expect(containerIn('components: {mariadb: {memory: 256m}}', 'mariadb').memoryLimitMiB).toBe(256)
    expect(containerIn('components: [mariadb]', 'mariadb').memoryLimitMiB).toBeUndefined()
  })

  it('keeps to itself the ports that only containers, or its own parts, ask for', () => {
    const ports = {broker: 9092, containers: 19_092}
    expect(containerIn('components: [kafka]', 'kafka', ports).unpublished).toEqual([19_092])
    const {unpublished} = containerIn('components: [rabbitmq]', 'rabbitmq', {amqp: 5672, distribution: 25_672})
    expect(unpublished).toEqual([25_672])
  })

  it('of the config server sees its folder of files live, and has a copy of the key', () => {
    const {binds, copies} = containerIn('components: [config]\nconfig: repo', 'config')
    expect(binds).toEqual([{from: '/lab/repo', to: '/msa-config-repo'}])
    expect(copies).toContainEqual({from: '/lab/.msa/secrets/encrypt-key', to: '/msa/config/encrypt-key'})
  })

  it('of Connect has a copy of the plug-ins that were installed on this machine', () => {
    const [copy] = containerIn('components: [connect]', 'connect').copies
    expect(copy?.from.startsWith('/lab/.msa/data/connect/')).toBe(true)
    expect(copy?.to).toBe(copy?.from.replace('/lab/.msa/data/connect', '/msa/data'))
  })
})

describe('the container of an image of your own', () => {
  it('runs as it was made: msa brings nothing into it', () => {
    expect(containerIn('services: {orders: {image: "me/orders:1", memory: 1g}}', 'orders')).toMatchObject({
      ...{image: 'me/orders:1', managed: false, binds: [], volumes: {}, copies: [], readOnlyRoot: false},
      memoryLimitMiB: 1024,
    })
  })

  it('has its ports inside as outside where nothing else is said', () => {
    const lines = 'services: {orders: {image: "me/orders:1", port: 9000}}'
    expect(containerIn(lines, 'orders', {http: 9000}).portsInside).toEqual({})
  })
})
