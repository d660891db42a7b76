import {type KnownInstance, keyOf, type RegistryView} from './registry-view.js'

/** How long an instance that refused a connection is left out, unless it registers anew before. */
const quarantineMs = 5000
/** How long instances outlive a discovery server that came back empty; their heartbeats register them again well before. */
const afterRestartMs = 20_000

/** The load balancer's memory: who serves a name right now, one after the other. */
export class ServiceInstances {
  private view: RegistryView = new Map()
  private kept = new Map<string, {readonly instance: KnownInstance; readonly untilMs: number}>()
  private readonly refused = new Map<string, {readonly registeredAt: string; readonly untilMs: number}>()
  private readonly turns = new Map<string, number>()
  private readonly seen = new Set<string>()
  private readonly listeners: (() => void)[] = []

  constructor(private readonly now: () => number = () => performance.now()) {}

  onChange(listener: () => void): void {
    this.listeners.push(listener)
  }

  get current(): RegistryView {
    return this.view
  }

  /** `restarted`: the server lost its memory, so that instances missing from its answer are most likely still there. */
  update(view: RegistryView, restarted: boolean): void {
    if (restarted) {
      for (const [key, instance] of this.view) this.kept.set(key, {instance, untilMs: this.now() + afterRestartMs})
    }
    this.view = view
    for (const key of view.keys()) this.kept.delete(key)
    for (const {service} of view.values()) this.seen.add(service)
    for (const listener of this.listeners) listener()
  }

  /** Instances that are UP and did not just refuse a connection. */
  of(service: string): KnownInstance[] {
    const name = service.toLowerCase()
    const kept = [...this.kept.values()].filter(({untilMs}) => untilMs > this.now()).map(({instance}) => instance)
    return [...this.view.values(), ...kept].filter(
      instance => instance.service === name && instance.status === 'UP' && !this.isRefused(instance),
    )
  }

  /** The next one in turn; `tried` are those that failed for this very request. */
  next(service: string, tried: ReadonlySet<string> = new Set()): KnownInstance | undefined {
    const candidates = this.of(service).filter(instance => !tried.has(keyOf(instance)))
    if (candidates.length === 0) return undefined
    const turn = this.turns.get(service) ?? 0
    this.turns.set(service, turn + 1)
    return candidates[turn % candidates.length]
  }

  /** Nobody listens at that address: not asked again until it registers anew, or for a short while. */
  markRefused(instance: KnownInstance): void {
    this.refused.set(keyOf(instance), {registeredAt: instance.registeredAt, untilMs: this.now() + quarantineMs})
    this.kept.delete(keyOf(instance))
  }

  /** Names that are registered, small letters, sorted. */
  get services(): string[] {
    return [...new Set([...this.view.values()].map(({service}) => service))].sort()
  }

  /** Was there ever an instance of it? */
  wasSeen(service: string): boolean {
    return this.seen.has(service.toLowerCase())
  }

  private isRefused(instance: KnownInstance): boolean {
    const refusal = this.refused.get(keyOf(instance))
    if (refusal === undefined) return false
    if (refusal.registeredAt === instance.registeredAt && refusal.untilMs > this.now()) return true
    this.refused.delete(keyOf(instance))
    return false
  }
}
