import {randomUUID} from 'node:crypto'

/** The exchange and the event classes of Spring Cloud Bus. */
export const busExchange = 'springCloudBus'
const eventPackage = 'org.springframework.cloud.bus.event'

export interface BusEvent {
  readonly type: string
  readonly timestamp: number
  readonly originService: string
  readonly destinationService: string
  readonly id: string
  /** Of `EnvironmentChangeRemoteApplicationEvent`. */
  readonly values?: Readonly<Record<string, string>>
  /** Of `AckRemoteApplicationEvent`: the event that was taken. */
  readonly ackId?: string
  readonly ackDestinationService?: string
  readonly event?: string
}

export const refreshType = 'RefreshRemoteApplicationEvent'
export const environmentType = 'EnvironmentChangeRemoteApplicationEvent'
export const ackType = 'AckRemoteApplicationEvent'

export interface BusMember {
  readonly name: string
  readonly profiles: readonly string[]
  readonly port: number
  readonly processId: string
}

/** `name:profiles:port:random`, as Spring names a member; the profiles are left out where none is active. */
export function busIdOf({name, profiles, port, processId}: BusMember): string {
  const active = profiles.filter(profile => profile !== 'default').join(',')
  return [name, ...(active === '' ? [] : [active]), port, processId].join(':')
}

/** `busrefresh/catalog` means every `catalog`, `busrefresh/catalog:8082` that one; without a destination everybody. */
export function destinationOf(path: string | undefined): string {
  if (path === undefined || path === '' || path === '**') return '**'
  return path.endsWith('**') ? path : `${path}:**`
}

/** Spring's ant matcher with `:` between the parts. The part with the profiles may be left out of a destination. */
export function isMeantFor(destination: string, member: BusMember): boolean {
  const pattern = destination.toLowerCase().split(':')
  const withProfiles = busIdOf(member).toLowerCase().split(':')
  const without = busIdOf({...member, profiles: []})
    .toLowerCase()
    .split(':')
  return matches(pattern, withProfiles) || matches(pattern, without)
}

function matches(pattern: readonly string[], parts: readonly string[]): boolean {
  const [head, ...rest] = pattern
  if (head === undefined) return parts.length === 0
  if (head === '**') return matches(rest, parts) || (parts.length > 0 && matches(pattern, parts.slice(1)))
  return parts.length > 0 && (head === '*' || head === parts[0]) && matches(rest, parts.slice(1))
}

export function refreshEvent(origin: string, destination: string): BusEvent {
  return newEvent(refreshType, origin, destination)
}

export function environmentEvent(origin: string, destination: string, values: Record<string, string>): BusEvent {
  return {...newEvent(environmentType, origin, destination), values}
}

export function ackEvent(origin: string, taken: BusEvent): BusEvent {
  return {
    ...newEvent(ackType, origin, '**'),
    ackId: taken.id,
    ackDestinationService: taken.destinationService,
    event: `${eventPackage}.${taken.type}`,
  }
}

function newEvent(type: string, originService: string, destinationService: string): BusEvent {
  return {type, timestamp: Date.now(), originService, destinationService, id: randomUUID()}
}

/** Undefined for anything that is no event: a stranger's message on the exchange must not end a service. */
export function parseBusEvent(content: string): BusEvent | undefined {
  try {
    const event: unknown = JSON.parse(content)
    if (typeof event !== 'object' || event === null) return undefined
    const {type, originService, destinationService, id} = event as Record<string, unknown>
    const texts = [type, originService, destinationService, id]
    return texts.every(text => typeof text === 'string') ? (event as BusEvent) : undefined
  } catch {
    return undefined
  }
}
