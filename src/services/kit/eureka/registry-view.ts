import {hashCodeOf, type InstanceStatus} from './instance.js'

/** What a client needs of an instance; the rest of the wire form is not kept. */
export interface KnownInstance {
  readonly id: string
  /** In small letters, as routes and load-balanced URLs name it. */
  readonly service: string
  readonly host: string
  readonly port: number
  readonly status: InstanceStatus
  /** Changes at each registration: a restarted process is another one although its id is the same. */
  readonly registeredAt: string
  readonly metadata: Readonly<Record<string, string>>
}

export type RegistryView = ReadonlyMap<string, KnownInstance>

/** The whole registry, as `GET /eureka/apps` answers it. */
export function parseApplications(document: unknown): {
  instances: {action: string; instance: KnownInstance}[]
  hashCode: string
} {
  const applications = record(record(document).applications)
  const instances = list(applications.application).flatMap(application =>
    list(record(application).instance).map(raw => ({
      action: String(record(raw).actionType ?? 'ADDED'),
      instance: parseInstance(record(raw)),
    })),
  )
  return {instances, hashCode: String(applications.apps__hashcode ?? '')}
}

export function fullView(document: unknown): RegistryView {
  return new Map(parseApplications(document).instances.map(({instance}) => [keyOf(instance), instance]))
}

/** The view after a delta, or undefined when its hash says that something was missed and everything must be asked. */
export function applyDelta(view: RegistryView, document: unknown): RegistryView | undefined {
  const {instances, hashCode} = parseApplications(document)
  const next = new Map(view)
  for (const {action, instance} of instances) {
    if (action === 'DELETED') next.delete(keyOf(instance))
    else next.set(keyOf(instance), instance)
  }
  return hashCodeOf(next.values()) === hashCode ? next : undefined
}

export function keyOf(instance: KnownInstance): string {
  return `${instance.service}/${instance.id}`
}

function parseInstance(raw: Record<string, unknown>): KnownInstance {
  const secure = isEnabled(raw.securePort) && !isEnabled(raw.port)
  const port = record(secure ? raw.securePort : raw.port)
  return {
    id: String(raw.instanceId ?? raw.hostName),
    service: String(raw.app).toLowerCase(),
    host: String(raw.hostName ?? raw.ipAddr),
    port: Number(port.$),
    status: String(raw.status) as InstanceStatus,
    registeredAt: String(raw.lastDirtyTimestamp ?? ''),
    metadata: metadataOf(record(raw.metadata)),
  }
}

/** `@class` is how Java says that there is none. */
function metadataOf(raw: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(raw).flatMap(([key, value]) => (key === '@class' ? [] : [[key, String(value)]])),
  )
}

function isEnabled(port: unknown): boolean {
  return String(record(port)['@enabled'] ?? 'false') === 'true'
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {}
}

/** A single element may come bare from older servers. */
function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : value === undefined || value === null ? [] : [value]
}
