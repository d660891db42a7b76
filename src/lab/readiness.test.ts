import {expect, it} from 'vitest'
import {no, type Probe, type Verdict, yes} from '../probes/probe.js'
import {extend, healthAfter, noStreak, startupDeadlineMs, startupPeriodMs} from './readiness.js'

const probe: Probe = {kind: 'tcp', port: 'main'}

function healthOf(verdicts: readonly Verdict[], asked: Probe = probe) {
  let streak = noStreak
  return verdicts.map(verdict => {
    streak = extend(streak, verdict)
    return healthAfter(streak, verdict, asked).is
  })
}

it('one good answer makes a component healthy', () => {
  expect(healthOf([yes])).toEqual(['healthy'])
})

it('F30: two bad answers change nothing, the third in a row does', () => {
  expect(healthOf([no('slow'), no('slow'), no('slow')])).toEqual(['undecided', 'undecided', 'unhealthy'])
})

it('F30: an answer that flaps is never unhealthy', () => {
  const flapping = [no('slow'), yes, no('slow'), no('slow'), yes, no('slow')]
  expect(healthOf(flapping)).not.toContain('unhealthy')
})

it('keeps the reason of the last bad answer', () => {
  const streak = {yes: 0, no: 3}
  expect(healthAfter(streak, no('port 1 is silent'), probe)).toEqual({is: 'unhealthy', reason: 'port 1 is silent'})
})

it('thresholds of the probe win over the defaults', () => {
  const strict: Probe = {...probe, successThreshold: 2, failureThreshold: 1}
  expect(healthOf([yes, yes, no('x')], strict)).toEqual(['undecided', 'healthy', 'unhealthy'])
})

it('the time to become ready is that of the startup probe, else 90 s', () => {
  expect(startupDeadlineMs(undefined)).toBe(90_000)
  expect(startupDeadlineMs({...probe, periodMs: 200, failureThreshold: 10, initialDelayMs: 500})).toBe(2500)
})

it('while it boots a component is asked every 50 ms, or as often as its startup probe says', () => {
  expect(startupPeriodMs({readiness: probe})).toBe(50)
  expect(startupPeriodMs({readiness: {...probe, periodMs: 5000}})).toBe(50)
  expect(startupPeriodMs({readiness: {...probe, periodMs: 10}})).toBe(10)
  expect(startupPeriodMs({readiness: probe, startup: {...probe, periodMs: 200}})).toBe(200)
})
