import {type RegisteredInstance, registeredInstances} from '../../clients/discovery.js'
import {MsaError, reasonOf} from '../../errors.js'
import {systemClock} from '../../platform/clock.js'
import type {Address} from '../../stacks/component.js'

export interface Registration {
  /** Names of services with how many instances of each are expected. */
  readonly services: ReadonlyMap<string, number>
  /** Undefined where the lab has none; then there is nothing to wait for. */
  readonly discovery: Address | undefined
  readonly gateway: Address | undefined
  readonly timeoutMs: number
  readonly signal: AbortSignal
  /** Called with what is still missing, whenever that changes. */
  readonly tell: (missing: string) => void
}

const pollMs = 100
const answerMs = 2000

/** Waits until discovery knows every instance and the gateway has a way to every service: from then on a request arrives. */
export async function untilRegistered({
  services,
  discovery,
  gateway,
  timeoutMs,
  signal,
  tell,
}: Registration): Promise<void> {
  if (discovery === undefined || services.size === 0) return
  const deadline = systemClock.now() + timeoutMs
  let told = ''
  for (;;) {
    signal.throwIfAborted()
    const missing = await whatIsMissing(services, discovery, gateway, signal)
    if (missing === undefined) return
    if (missing !== told) tell(missing)
    told = missing
    if (systemClock.now() > deadline) throw notRegistered(missing, timeoutMs)
    await systemClock.sleep(pollMs, signal)
  }
}

async function whatIsMissing(
  services: ReadonlyMap<string, number>,
  discovery: Address,
  gateway: Address | undefined,
  signal: AbortSignal,
): Promise<string | undefined> {
  try {
    const instances = await registeredInstances(`http://${discovery.host}:${discovery.port}/eureka`, answerMs)
    const unknown = firstUnregistered(services, instances)
    if (unknown !== undefined || gateway === undefined) return unknown
    for (const service of services.keys()) {
      const problem = await unroutable(service, gateway, signal)
      if (problem !== undefined) return problem
    }
    return undefined
  } catch (error) {
    return reasonOf(error)
  }
}

/** Pure: the first service of which fewer instances are up than expected. */
export function firstUnregistered(
  services: ReadonlyMap<string, number>,
  instances: readonly Pick<RegisteredInstance, 'service' | 'status'>[],
): string | undefined {
  for (const [name, expected] of services) {
    const up = instances.filter(({service, status}) => service === name && status === 'UP').length
    if (up < expected) return `discovery knows ${up} of ${expected} instances of ${name}`
  }
  return undefined
}

/** A gateway answers 404 or 503 itself as long as it has no way to a service. */
async function unroutable(service: string, {host, port}: Address, signal: AbortSignal): Promise<string | undefined> {
  const url = `http://${host}:${port}/${service}/actuator/health/readiness`
  const {status} = await fetch(url, {signal: AbortSignal.any([signal, AbortSignal.timeout(answerMs)])})
  return status === 404 || status === 503 ? `the gateway has no way to ${service} yet (${status})` : undefined
}

function notRegistered(missing: string, timeoutMs: number): MsaError {
  return new MsaError('E_NOT_READY', `everything runs, but after ${timeoutMs / 1000} s ${missing}`, {
    tryThis: ['See who is registered: msa service list', 'See why: msa logs discovery gateway'],
  })
}
