import type {BusListener, BusMessage} from '../clients/bus.js'
import type {RegisteredInstance} from '../clients/discovery.js'
import type {Clock} from '../platform/clock.js'

export interface RefreshDeps {
  listen(onMessage: (message: BusMessage) => void): Promise<BusListener>
  /** Asks one node of the bus, which tells all others. */
  ask(destination: string | undefined): Promise<void>
  /** Who should answer. */
  expected(): Promise<readonly Pick<RegisteredInstance, 'service' | 'port'>[]>
  readonly clock: Clock
}

export interface RefreshRequest {
  /** A service, or `service:port`; undefined asks everybody. */
  readonly destination: string | undefined
  readonly timeoutMs: number
  readonly signal: AbortSignal
}

export interface Reloaded {
  readonly service: string
  readonly port: number
  /** Undefined for a member that does not say, such as a Spring Boot service. */
  readonly changed: readonly string[] | undefined
  readonly afterMs: number
}

export interface RefreshResult {
  readonly reloaded: readonly Reloaded[]
  /** Registered, meant, and silent. */
  readonly missing: readonly string[]
}

const lookEveryMs = 20
/** After the last one that was expected: a member that is not registered may answer as well. */
const lastWordsMs = 100

/** One refresh for all, by way of the broker, and who took it: each member acknowledges, and ours say what changed. */
export async function refreshConfig(
  deps: RefreshDeps,
  {destination, timeoutMs, signal}: RefreshRequest,
): Promise<RefreshResult> {
  const {clock} = deps
  const heard: {message: BusMessage; atMs: number}[] = []
  const listener = await deps.listen(message => heard.push({message, atMs: clock.now()}))
  try {
    const expected = (await deps.expected()).filter(instance => isMeant(destination, instance)).map(nameOf)
    const began = clock.now()
    await deps.ask(destination)
    for (;;) {
      const reloaded = acknowledged(heard, began)
      const missing = expected.filter(name => !reloaded.some(one => nameOf(one) === name))
      if (missing.length === 0 || signal.aborted || clock.now() - began > timeoutMs) {
        await clock.sleep(lastWordsMs, signal)
        return {reloaded: acknowledged(heard, began), missing}
      }
      await clock.sleep(lookEveryMs, signal)
    }
  } finally {
    await listener.close()
  }
}

function acknowledged(heard: readonly {message: BusMessage; atMs: number}[], began: number): Reloaded[] {
  const event = heard.find(({message}) => message.type === 'RefreshRemoteApplicationEvent')?.message.id
  return heard
    .filter(({message}) => message.ackId !== undefined && message.ackId === event)
    .map(({message, atMs}) => {
      // name:profiles:port:random, the profiles left out where none is active.
      const parts = message.originService.split(':')
      const port = Number(parts.at(-2))
      return {service: parts[0] ?? '', port, changed: message.changed, afterMs: Math.round(atMs - began)}
    })
}

export function nameOf({service, port}: {readonly service: string; readonly port: number}): string {
  return `${service}:${port}`
}

function isMeant(destination: string | undefined, instance: {service: string; port: number}): boolean {
  return destination === undefined || destination === instance.service || destination === nameOf(instance)
}
