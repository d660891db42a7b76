import {expect, it} from 'vitest'
import {mergeOverrides, noOverrides} from './overrides.js'

it('a flag that is not given keeps what was remembered', () => {
  const remembered = {...noOverrides, portOffset: 100, without: ['zipkin'], runtime: 'local'} as const
  expect(mergeOverrides(remembered, {portOffset: undefined, without: undefined})).toEqual(remembered)
})

it('a new flag wins over the remembered one', () => {
  expect(mergeOverrides({...noOverrides, portOffset: 100}, {portOffset: 0}).portOffset).toBe(0)
  expect(mergeOverrides({...noOverrides, without: ['zipkin']}, {without: []}).without).toEqual([])
})

it('ports and instances add up, the newer one of a kind wins', () => {
  const remembered = {...noOverrides, ports: {kafka: 1, zipkin: 2}, instances: {orders: 2}}
  expect(mergeOverrides(remembered, {ports: {kafka: 3}, instances: {users: 4}})).toMatchObject({
    ports: {kafka: 3, zipkin: 2},
    instances: {orders: 2, users: 4},
  })
})

it('merging changes neither of the two', () => {
  const remembered = {...noOverrides, ports: {kafka: 1}}
  mergeOverrides(remembered, {ports: {kafka: 2}})
  expect(remembered.ports).toEqual({kafka: 1})
})
