import {type ActionType, hashCodeOf, type Instance, type InstanceStatus} from '../kit/eureka/instance.js'
import {decideEviction, renewalThreshold} from './eviction.js'
import type {LeaseSettings} from './lease-settings.js'

interface Change {
  readonly version: number
  readonly atMs: number
  readonly instance: Instance
}

export type Renewal = 'renewed' | 'unknown' | 'newer than stored'

/** Who is there. Every change has a number, so that a client can ask for what came after, and wait for it. */
export class Registry {
  private readonly instances = new Map<string, Instance>()
  private readonly overrides = new Map<string, InstanceStatus>()
  /** The latest change of each instance, oldest first. */
  private readonly changes = new Map<string, Change>()
  private readonly waiters = new Set<() => void>()
  private renewals: number[] = []
  version = 1

  constructor(
    private readonly settings: () => LeaseSettings,
    private readonly nowMs: () => number = Date.now,
  ) {}

  register(posted: Instance): void {
    const key = keyOf(posted.app, posted.instanceId)
    const existing = this.instances.get(key)
    // A late registration from before a newer one must not bring the old state back.
    const newest =
      existing && Number(existing.lastDirtyTimestamp) > Number(posted.lastDirtyTimestamp) ? existing : posted
    const override = this.overrides.get(key)
    const now = this.nowMs()
    const status = override ?? newest.status
    this.put({
      ...newest,
      status,
      overriddenStatus: override ?? 'UNKNOWN',
      leaseInfo: {
        ...newest.leaseInfo,
        registrationTimestamp: now,
        lastRenewalTimestamp: now,
        evictionTimestamp: 0,
        serviceUpTimestamp: status === 'UP' ? existing?.leaseInfo.serviceUpTimestamp || now : 0,
      },
      actionType: 'ADDED',
    })
  }

  renew(app: string, id: string, lastDirtyTimestamp: number | undefined): Renewal {
    const instance = this.find(app, id)
    if (instance === undefined) return 'unknown'
    if (lastDirtyTimestamp !== undefined && lastDirtyTimestamp > Number(instance.lastDirtyTimestamp))
      return 'newer than stored'
    // After an override was taken back without a new status, the instance has to say anew what it is.
    if (instance.status === 'UNKNOWN') return 'unknown'
    const now = this.nowMs()
    this.renewals.push(now)
    this.instances.set(keyOf(app, id), {...instance, leaseInfo: {...instance.leaseInfo, lastRenewalTimestamp: now}})
    return 'renewed'
  }

  cancel(app: string, id: string): boolean {
    const instance = this.find(app, id)
    if (instance === undefined) return false
    this.instances.delete(keyOf(app, id))
    this.overrides.delete(keyOf(app, id))
    this.note({...instance, leaseInfo: {...instance.leaseInfo, evictionTimestamp: this.nowMs()}}, 'DELETED')
    return true
  }

  /** `override` undefined takes an override back. */
  setStatus(app: string, id: string, status: InstanceStatus, override: InstanceStatus | undefined): boolean {
    const instance = this.find(app, id)
    if (instance === undefined) return false
    if (override === undefined) this.overrides.delete(keyOf(app, id))
    else this.overrides.set(keyOf(app, id), override)
    const serviceUpTimestamp =
      status === 'UP' ? instance.leaseInfo.serviceUpTimestamp || this.nowMs() : instance.leaseInfo.serviceUpTimestamp
    const leaseInfo = {...instance.leaseInfo, serviceUpTimestamp}
    this.put({...instance, status, overriddenStatus: override ?? 'UNKNOWN', leaseInfo, actionType: 'MODIFIED'})
    return true
  }

  addMetadata(app: string, id: string, metadata: Readonly<Record<string, string>>): boolean {
    const instance = this.find(app, id)
    if (instance === undefined) return false
    this.put({...instance, metadata: {...instance.metadata, ...metadata}, actionType: 'MODIFIED'})
    return true
  }

  find(app: string, id: string): Instance | undefined {
    return this.instances.get(keyOf(app, id))
  }

  findById(id: string): Instance | undefined {
    return this.all().find(instance => instance.instanceId === id)
  }

  all(): readonly Instance[] {
    return [...this.instances.values()]
  }

  get hashCode(): string {
    return hashCodeOf(this.instances.values())
  }

  /** What changed after `version`; without one, what changed lately. */
  changedSince(version: number | undefined): readonly Instance[] {
    const oldest = this.nowMs() - this.settings().deltaRetentionMs
    for (const [key, change] of this.changes) {
      if (change.atMs < oldest) this.changes.delete(key)
    }
    const changes = [...this.changes.values()]
    return changes.filter(change => version === undefined || change.version > version).map(change => change.instance)
  }

  /** Resolves at the next change, when the signal aborts, or after `waitMs`. */
  nextChange(waitMs: number, signal: AbortSignal): Promise<void> {
    return new Promise(resolve => {
      const done = () => {
        clearTimeout(timer)
        this.waiters.delete(done)
        signal.removeEventListener('abort', done)
        resolve()
      }
      const timer = setTimeout(done, waitMs)
      this.waiters.add(done)
      signal.addEventListener('abort', done, {once: true})
    })
  }

  /** Answers everybody who waits, at the end. */
  releaseWaiters(): void {
    for (const release of [...this.waiters]) release()
  }

  /** Removes whose lease ran out; answers them. */
  evict(): readonly Instance[] {
    const decision = decideEviction({
      instances: this.all(),
      nowMs: this.nowMs(),
      renewalsLastMinute: this.renewalsLastMinute,
      settings: this.settings(),
    })
    for (const {app, instanceId} of decision.evict) this.cancel(app, instanceId)
    return decision.evict
  }

  get renewalsLastMinute(): number {
    const since = this.nowMs() - 60_000
    this.renewals = this.renewals.filter(at => at > since)
    return this.renewals.length
  }

  get renewalThreshold(): number {
    return renewalThreshold(this.all(), this.settings())
  }

  private put(instance: Instance): void {
    const current = {...instance, lastUpdatedTimestamp: String(this.nowMs())}
    this.instances.set(keyOf(instance.app, instance.instanceId), current)
    this.note(current, instance.actionType)
  }

  private note(instance: Instance, actionType: ActionType): void {
    const key = keyOf(instance.app, instance.instanceId)
    this.version += 1
    // Deleted first, so that the map stays in the order of the changes.
    this.changes.delete(key)
    this.changes.set(key, {version: this.version, atMs: this.nowMs(), instance: {...instance, actionType}})
    this.releaseWaiters()
  }
}

function keyOf(app: string, id: string): string {
  return `${app.toUpperCase()}/${id}`
}
