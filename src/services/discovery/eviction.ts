import type {Instance} from '../kit/eureka/instance.js'
import type {LeaseSettings} from './lease-settings.js'

export type EvictionDecision =
  | {readonly evict: readonly Instance[]; readonly because: 'leases expired'}
  | {readonly evict: readonly []; readonly because: 'nothing expired' | 'self-preservation'}

export interface EvictionFacts {
  readonly instances: readonly Instance[]
  readonly nowMs: number
  readonly renewalsLastMinute: number
  readonly settings: LeaseSettings
}

/** Who has not been heard of for longer than its lease, unless so many are silent that the fault is more likely here. */
export function decideEviction({instances, nowMs, renewalsLastMinute, settings}: EvictionFacts): EvictionDecision {
  const expired = instances.filter(instance => isExpired(instance, nowMs))
  if (expired.length === 0) return {evict: [], because: 'nothing expired'}
  if (settings.selfPreservation && renewalsLastMinute < renewalThreshold(instances, settings)) {
    return {evict: [], because: 'self-preservation'}
  }
  return {evict: expired, because: 'leases expired'}
}

/** Heartbeats a minute below which the registry keeps everybody. */
export function renewalThreshold(instances: readonly Instance[], settings: LeaseSettings): number {
  const expected = instances.reduce((sum, {leaseInfo}) => sum + 60 / Math.max(1, leaseInfo.renewalIntervalInSecs), 0)
  return expected * settings.renewalThreshold
}

function isExpired({leaseInfo}: Instance, nowMs: number): boolean {
  return nowMs > leaseInfo.lastRenewalTimestamp + leaseInfo.durationInSecs * 1000
}
