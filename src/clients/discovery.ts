import {MsaError, reasonOf} from '../errors.js'

/** An instance as a Eureka server lists it. */
export interface RegisteredInstance {
  /** In small letters, as the gateway and load-balanced addresses name it. */
  readonly service: string
  readonly id: string
  readonly status: string
  readonly host: string
  readonly port: number
  readonly upSince: string | undefined
}

/** Who is registered, sorted by service and id; our own discovery server or any other. `base` ends in `/eureka`. */
export async function registeredInstances(base: string, timeoutMs = 5000): Promise<RegisteredInstance[]> {
  const document = await askApps(base, timeoutMs)
  return listOf(recordOf(recordOf(document).applications).application)
    .flatMap(application => listOf(recordOf(application).instance))
    .map(raw => instanceOf(recordOf(raw)))
    .sort((one, other) => `${one.service} ${one.id}`.localeCompare(`${other.service} ${other.id}`))
}

async function askApps(base: string, timeoutMs: number): Promise<unknown> {
  try {
    const response = await fetch(`${base}/apps`, {
      headers: {accept: 'application/json'},
      signal: AbortSignal.timeout(timeoutMs),
    })
    if (!response.ok) throw new Error(`it answered ${response.status}`)
    return await response.json()
  } catch (error) {
    const cause = error instanceof Error && error.cause !== undefined ? error.cause : error
    throw new MsaError('E_NOT_REACHABLE', `no discovery server answers at ${base}: ${reasonOf(cause)}`, {
      tryThis: ['Start it: msa up discovery', 'Name another one: --server http://localhost:8761/eureka'],
      cause: error,
    })
  }
}

function instanceOf(raw: Record<string, unknown>): RegisteredInstance {
  const up = Number(recordOf(raw.leaseInfo).serviceUpTimestamp ?? 0)
  return {
    service: String(raw.app ?? '').toLowerCase(),
    id: String(raw.instanceId ?? raw.hostName ?? ''),
    status: String(raw.status ?? 'UNKNOWN'),
    host: String(raw.hostName ?? raw.ipAddr ?? ''),
    port: Number(recordOf(raw.port).$ ?? 0),
    upSince: up > 0 ? new Date(up).toISOString() : undefined,
  }
}

function recordOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}

/** Older servers write a single element bare. */
function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : value === undefined || value === null ? [] : [value]
}
