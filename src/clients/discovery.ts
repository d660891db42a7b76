import {MsaError, reasonOf} from '../errors.js'

export interface DiscoveryAddress {
  readonly host: string
  readonly port: number
}

/** One entry of Eureka's registry, as far as msa needs it. */
export interface RegisteredInstance {
  /** In small letters, as the gateway's paths have it. */
  readonly service: string
  readonly instanceId: string
  readonly status: string
  readonly host: string
  readonly port: number
}

/** All instances that discovery knows. Eureka's REST: `GET /eureka/apps`. */
export async function registeredInstances(
  {host, port}: DiscoveryAddress,
  signal: AbortSignal,
): Promise<RegisteredInstance[]> {
  const url = `http://${host}:${port}/eureka/apps`
  try {
    const response = await fetch(url, {signal, headers: {accept: 'application/json'}})
    if (!response.ok) throw new Error(`it answers ${response.status}`)
    return instancesIn(await response.json())
  } catch (error) {
    if (signal.aborted) throw error
    throw new MsaError(
      'E_NOT_REACHABLE',
      `discovery at ${host}:${port} does not say who is registered: ${reasonOf(error)}`,
      {
        tryThis: ['See whether it runs: msa status', 'Start it: msa up discovery'],
        cause: error,
      },
    )
  }
}

/** `application` and `instance` are lists in JSON, also with one element; whatever has another shape is passed over. */
function instancesIn(answer: unknown): RegisteredInstance[] {
  return listAt(objectAt(answer, 'applications'), 'application').flatMap(app =>
    listAt(app, 'instance').map(instance => ({
      service: textAt(app, 'name').toLowerCase(),
      instanceId: textAt(instance, 'instanceId'),
      status: textAt(instance, 'status'),
      host: textAt(instance, 'ipAddr') || textAt(instance, 'hostName'),
      port: Number(textAt(objectAt(instance, 'port'), '$')),
    })),
  )
}

function objectAt(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>)[key] : undefined
}

function listAt(value: unknown, key: string): readonly unknown[] {
  const list = objectAt(value, key)
  return Array.isArray(list) ? list : []
}

function textAt(value: unknown, key: string): string {
  return String(objectAt(value, key) ?? '')
}
