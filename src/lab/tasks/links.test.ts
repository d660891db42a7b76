import {describe, expect, it} from 'vitest'
import type {RuntimeKind} from '../../runtimes/runtime.js'
import {catalogue} from '../../stacks/index.js'
import type {Lab} from '../lab.js'
import {forContainers, hasContainers, hostOf, linkFrom, linkTo} from './links.js'

type Places = Parameters<typeof linkTo>[0]

function places(inContainers: readonly string[], more: Partial<Places> = {}): Places {
  return {
    catalogue,
    lab: {portOffset: 100} as Lab,
    ports: new Map([
      ['kafka', {broker: 9192, containers: 19_192}],
      ['mariadb', {sql: 3406}],
      ['rabbitmq', {amqp: 5772, management: 15_772}],
    ]),
    runtimes: new Map(inContainers.map(name => [name, 'docker' satisfies RuntimeKind])),
    machineAddress: undefined,
    ...more,
  }
}

describe('a process reaches', () => {
  it.each([[[]], [['mariadb']]])('a component on loopback, wherever that runs (in containers: %j)', inContainers => {
    expect(linkFrom('local', places(inContainers), 'mariadb')).toEqual({host: '127.0.0.1', port: 3406})
  })

  it('Kafka at the port for processes, also when it is in a container', () => {
    expect(linkFrom('local', places(['kafka']), 'kafka')).toEqual({host: '127.0.0.1', port: 9192})
  })

  it('what is not part of the lab where it would be by default, with the offset of the lab', () => {
    expect(linkTo(places([]), 'zipkin')).toEqual({host: '127.0.0.1', port: 9511})
  })

  it('a port by its name', () => {
    expect(linkTo(places([]), 'rabbitmq', 'management').port).toBe(15_772)
  })
})

describe('a container reaches', () => {
  it('another container by its name', () => {
    expect(linkFrom('docker', places(['mariadb']), 'mariadb')).toEqual({host: 'mariadb', port: 3406})
  })

  it('a process by the name of the machine', () => {
    expect(linkFrom('docker', places([]), 'mariadb')).toEqual({host: 'host.docker.internal', port: 3406})
  })

  it.each([
    [['kafka'], 'kafka'],
    [[], 'host.docker.internal'],
  ])('Kafka at its port for containers, wherever Kafka runs (in containers: %j)', (inContainers, host) => {
    expect(linkFrom('docker', places(inContainers), 'kafka')).toEqual({host, port: 19_192})
    expect(linkFrom('docker', places(inContainers), 'kafka', 'broker')).toEqual({host, port: 19_192})
  })

  it('an instance by its own name, not by that of all instances', () => {
    const ports = new Map([['gateway', {http: 8000}]])
    expect(forContainers('gateway-2', 'gateway', places(['gateway'], {ports})).host).toBe('gateway-2')
    expect(forContainers('gateway-2', 'gateway', places([], {ports})).host).toBe('host.docker.internal')
  })
})

describe('what a service tells discovery', () => {
  it('is loopback in a lab of processes, its name in a lab of containers', () => {
    expect(hostOf('orders', 'orders', places([]))).toBe('127.0.0.1')
    expect(hostOf('orders-2', 'orders', places(['orders']))).toBe('orders-2')
  })

  it('is the address of the machine in a mixed lab, for processes and containers alike', () => {
    const mixed = places(['orders'], {machineAddress: '172.20.0.1'})
    expect([hostOf('orders', 'orders', mixed), hostOf('gateway', 'gateway', mixed)]).toEqual([
      '172.20.0.1',
      '172.20.0.1',
    ])
  })
})

it('a lab has containers as soon as one part runs in one', () => {
  expect(hasContainers({runtimes: new Map([['kafka', 'local']])})).toBe(false)
  expect(hasContainers(places(['kafka']))).toBe(true)
})
