import {MsaError} from '../errors.js'
import {moveAllPorts, movePort} from '../platform/port-remedies.js'
import {type PortOwner, portHolders, portsInUse} from '../platform/ports.js'
import {findMarked} from '../platform/processes.js'
import {shortened} from '../platform/shortened.js'
import {systemName, systemUnitOf} from '../platform/system-unit.js'
import type {Task} from '../runtimes/runtime.js'

export interface TakenPort {
  readonly task: string
  readonly name: string
  readonly port: number
  /** Undefined when the system shows no owner. */
  readonly owner: PortOwner | undefined
}

/** Ports of these tasks that somebody else listens on. */
export async function takenPorts(tasks: readonly Pick<Task, 'name' | 'ports'>[]): Promise<TakenPort[]> {
  const wanted = tasks.flatMap(({name: task, ports}) =>
    Object.entries(ports).map(([name, port]) => ({task, name, port})),
  )
  const inUse = await portsInUse(wanted.map(({port}) => port))
  const taken = wanted.filter(({port}) => inUse.has(port))
  if (taken.length === 0) return []
  const owners = portHolders(taken.map(({port}) => port))
  return taken.map(entry => ({...entry, owner: owners.get(entry.port)}))
}

/** Rejects with owner and remedy when a port that the task wants is taken (promise P12). */
export async function assertPortsFree(task: Task): Promise<void> {
  const taken = await takenPorts([task])
  if (taken.length > 0) throw portsTaken(taken)
}

/** All of them in one error, each with its owner and the flag that moves it. */
export function portsTaken(taken: readonly TakenPort[]): MsaError {
  const [first] = taken
  const what = taken.length === 1 && first ? takenText(first) : `${taken.length} ports of the lab are taken`
  return new MsaError('E_PORT_IN_USE', what, {
    details: taken.length === 1 ? [] : taken.map(takenText),
    tryThis: [
      taken.length === 1 && first ? movePort(first.task, first.name, first.port) : moveAllPorts,
      'See who holds what, and since when: msa ports',
    ],
  })
}

function takenText({task, name, port, owner}: TakenPort): string {
  const on = owner === undefined || owner.address === '127.0.0.1' ? '' : ` on ${owner.address}`
  if (owner?.connection === 'ended')
    return `port ${port} of ${task} (${name}) had an outgoing connection until just now; the system gives it back within a minute`
  if (owner?.connection === 'open')
    return `port ${port} of ${task} (${name}) is taken by an outgoing connection of ${ownerText(owner)}`
  return `port ${port} of ${task} (${name}) is taken${on} by ${ownerText(owner)}`
}

export function ownerText(owner: PortOwner | undefined): string {
  if (owner?.pid === undefined) return 'a process of another user'
  const unit = systemUnitOf(owner.pid)
  if (unit !== undefined) return `${systemName() ?? 'the system'}'s own ${unit} (pid ${owner.pid})`
  const component = findMarked('MSA_LAB').find(({pid}) => pid === owner.pid)?.marks.MSA_COMPONENT
  if (component !== undefined) return `${component} of another lab (pid ${owner.pid})`
  return `pid ${owner.pid} (${shortened(owner.command ?? 'unknown command', 80)})`
}
