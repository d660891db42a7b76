import {describe, expect, it} from 'vitest'
import {ackEvent, busIdOf, destinationOf, isMeantFor, parseBusEvent, refreshEvent} from './bus-event.js'

const member = {name: 'catalog', profiles: ['default'], port: 8082, processId: 'a1'}
const withProfile = {...member, profiles: ['dev']}

describe('the bus', () => {
  it('names its members as Spring does', () => {
    expect(busIdOf(member)).toBe('catalog:8082:a1')
    expect(busIdOf(withProfile)).toBe('catalog:dev:8082:a1')
  })

  it.each([
    [undefined, '**'],
    ['', '**'],
    ['**', '**'],
    ['catalog', 'catalog:**'],
    ['catalog:8082', 'catalog:8082:**'],
    ['catalog:**', 'catalog:**'],
  ])('busrefresh/%s goes to %s', (path, expected) => expect(destinationOf(path)).toBe(expected))

  it.each([
    ['**', true],
    ['catalog:**', true],
    ['CATALOG:**', true],
    ['catalog:8082:**', true],
    ['catalog:8082:a1', true],
    ['catalog:*:a1', true],
    ['catalog:9999:**', false],
    ['cat:**', false],
    ['user-service:**', false],
    ['catalog', false],
  ])('%s is meant for catalog:8082 is %s', (destination, expected) => {
    expect(isMeantFor(destination, member)).toBe(expected)
    if (!destination.includes('*:a1')) expect(isMeantFor(destination, withProfile)).toBe(expected)
  })

  it("acknowledges in Spring's words", () => {
    const event = refreshEvent('config:8888:x', '**')
    expect(ackEvent('catalog:8082:a1', event)).toMatchObject({
      type: 'AckRemoteApplicationEvent',
      originService: 'catalog:8082:a1',
      destinationService: '**',
      ackId: event.id,
      ackDestinationService: '**',
      event: 'org.springframework.cloud.bus.event.RefreshRemoteApplicationEvent',
    })
  })

  it('takes a real message of Spring, and nothing for an event that is none', () => {
    const real =
      '{"type":"RefreshRemoteApplicationEvent","timestamp":1795475811421,"originService":"configserver:native:18888:262414d5","destinationService":"**","id":"4d1c"}'
    expect(parseBusEvent(real)).toMatchObject({id: '4d1c', destinationService: '**'})
    for (const text of ['', 'null', '[]', '{"type":1}', '{"type":"x"}', 'not json'])
      expect(parseBusEvent(text)).toBeUndefined()
  })
})
