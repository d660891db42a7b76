import {describe, expect, it} from 'vitest'
import {noOverrides} from '../overrides.js'
import type {PartFacts} from './members.js'
import {settlePorts, wantedPorts} from './ports.js'

const part = (name: string, defaultPorts: Record<string, number>, more: Partial<PartFacts> = {}): PartFacts => ({
  ...{name, instances: 1, runtime: 'auto', defaultPorts, ports: {}, portForContainers: undefined},
  ...more,
})
const kafka = part('kafka', {broker: 9092})
const rabbitmq = part('rabbitmq', {amqp: 5672, management: 15_672})

describe('the ports that are wanted', () => {
  it('are the defaults plus the offsets of lab file and flag', () => {
    expect(wantedPorts([kafka], 100, {...noOverrides, portOffset: 10}).get('kafka')).toEqual({broker: 9202})
  })

  it('of the lab file win over default and offset, and a flag over both', () => {
    const pinned = part('kafka', {broker: 9092}, {ports: {broker: 19_092}})
    expect(wantedPorts([pinned], 100, noOverrides).get('kafka')).toEqual({broker: 19_092})
    const flags = {...noOverrides, ports: {'kafka.broker': 1, 'rabbitmq.management': 2}}
    const table = wantedPorts([pinned, rabbitmq], 0, flags)
    expect([table.get('kafka'), table.get('rabbitmq')]).toEqual([{broker: 1}, {amqp: 5672, management: 2}])
  })

  it('by a component’s name alone mean its main port', () => {
    expect(wantedPorts([rabbitmq], 0, {...noOverrides, ports: {rabbitmq: 7}}).get('rabbitmq')).toMatchObject({amqp: 7})
  })

  it('of further instances count up, and free ones stay free', () => {
    const orders = part('orders', {http: 8081, debug: 0}, {instances: 3})
    expect([...wantedPorts([orders], 0, noOverrides)]).toEqual([
      ['orders', {http: 8081, debug: 0}],
      ['orders-2', {http: 8082, debug: 0}],
      ['orders-3', {http: 8083, debug: 0}],
    ])
  })

  it.each([
    [{kafak: 1}, 'no component "kafak" in this lab, did you mean "kafka"?'],
    [{'rabbitmq.managment': 1}, 'rabbitmq has no port "managment", did you mean "management"?'],
  ])('%o: a wrong name gets the nearest', (ports, message) => {
    expect(() => wantedPorts([kafka, rabbitmq], 0, {...noOverrides, ports})).toThrow(message)
  })

  it('B35: of two components may not be the same one', () => {
    expect(() => wantedPorts([kafka, part('zipkin', {http: 9092})], 0, noOverrides)).toThrow(
      'kafka.broker and zipkin.http both want port 9092',
    )
  })

  it('B06: stay below 65536 with the offset, too', () => {
    expect(() => wantedPorts([kafka], 60_000, noOverrides)).toThrow('port broker of kafka would be 69092, above 65535')
  })
})

describe('free ports', () => {
  it('are those that the task had before, else new ones', async () => {
    const wanted = new Map([
      ['one', {http: 0}],
      ['two', {http: 0, admin: 8080}],
    ])
    const settled = await settlePorts(wanted, new Map([['two', {http: 5000}]]), async count =>
      [4000, 4001].slice(0, count),
    )
    expect([...settled]).toEqual([
      ['one', {http: 4000}],
      ['two', {http: 5000, admin: 8080}],
    ])
  })
})
