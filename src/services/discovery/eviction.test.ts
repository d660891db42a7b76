import {describe, expect, it} from 'vitest'
import type {Instance} from '../kit/eureka/instance.js'
import {decideEviction, renewalThreshold} from './eviction.js'

const settings = {evictionIntervalMs: 1000, deltaRetentionMs: 180_000, selfPreservation: true, renewalThreshold: 0.85}

function instance(id: string, renewedAt: number, durationInSecs = 90): Instance {
  return {
    instanceId: id,
    leaseInfo: {renewalIntervalInSecs: 30, durationInSecs, lastRenewalTimestamp: renewedAt},
  } as Instance
}

describe('who is taken out of the registry', () => {
  const nowMs = 1_000_000
  const fresh = instance('fresh', nowMs - 1000)
  const old = instance('old', nowMs - 91_000)

  it.each([
    ['nobody whose lease holds', [fresh], 2, true, [], 'nothing expired'],
    ['whose lease ran out, while most are heard', [fresh, fresh, fresh, old], 7, true, ['old'], 'leases expired'],
    [
      'nobody while most are silent: the fault is more likely here',
      [fresh, old, old, old],
      2,
      true,
      [],
      'self-preservation',
    ],
    [
      'the silent ones all the same without self-preservation',
      [fresh, old, old, old],
      2,
      false,
      ['old', 'old', 'old'],
      'leases expired',
    ],
  ] as const)('%s', (_what, instances, renewalsLastMinute, selfPreservation, evicted, because) => {
    const decision = decideEviction({
      instances,
      nowMs,
      renewalsLastMinute,
      settings: {...settings, selfPreservation},
    })
    expect(decision.because).toBe(because)
    expect(decision.evict.map(one => one.instanceId)).toEqual(evicted)
  })

  it('expects as many heartbeats as the intervals say', () => {
    expect(renewalThreshold([fresh, fresh], settings)).toBeCloseTo(3.4)
  })
})
