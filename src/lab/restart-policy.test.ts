import {expect, it} from 'vitest'
import {restartOnFailure} from '../stacks/component.js'
import {decideRestart, isForgiven} from './restart-policy.js'

const minutes = 60_000

it('P11: waits 0.5 s before the first restart and twice as long before each further one', () => {
  const delays = [0, 1, 2, 3].map(count => decideRestart(restartOnFailure, Array(count).fill(0), 1, 1, 0))
  expect(delays.map(decision => decision.restart && decision.afterMs)).toEqual([500, 1000, 2000, 4000])
})

it('P11: never waits longer than 30 s, plus a tenth at most to spread the restarts of several', () => {
  const patient = {...restartOnFailure, maxFailures: 100}
  expect(decideRestart(patient, Array(20).fill(0), 1, 1, 0)).toMatchObject({afterMs: 30_000})
  expect(decideRestart(patient, Array(20).fill(0), 1, 1, 1)).toMatchObject({afterMs: 33_000})
})

it('P11: gives up at the fifth failure within ten minutes, with the reason', () => {
  expect(decideRestart(restartOnFailure, [0, 0, 0], 1, 1, 0)).toMatchObject({restart: true, attempt: 5})
  expect(decideRestart(restartOnFailure, [0, 0, 0, 0], 1, 1, 0)).toEqual({
    restart: false,
    because: '5 failures within 10 minutes',
  })
})

it('P11: failures of more than ten minutes ago count no more', () => {
  expect(decideRestart(restartOnFailure, [0, 0, 0, 0], 10 * minutes, 1, 0)).toMatchObject({restart: true, attempt: 2})
})

it('F26: a service that ends with code 0 is started again like any other', () => {
  expect(decideRestart(restartOnFailure, [], 0, 0, 0)).toMatchObject({restart: true})
})

it('on-failure is content with code 0, and with no other end', () => {
  const onFailure = {on: 'failure', maxFailures: 5, withinMs: 1000, backoffMs: [1, 2], resetAfterMs: 3} as const
  expect(decideRestart(onFailure, [], 0, 0, 0)).toMatchObject({restart: false})
  expect(decideRestart(onFailure, [], 0, 1, 0)).toMatchObject({restart: true})
  expect(decideRestart(onFailure, [], 0, null, 0)).toMatchObject({restart: true})
})

it('never means never', () => {
  expect(decideRestart({on: 'never'}, [], 0, 1, 0)).toEqual({
    restart: false,
    because: 'its restart policy is "never"',
  })
})

it('P11: a minute of health forgives earlier failures', () => {
  expect(isForgiven(restartOnFailure, 59_999)).toBe(false)
  expect(isForgiven(restartOnFailure, 60_000)).toBe(true)
})
