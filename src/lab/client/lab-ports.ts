import {type PortOwner, portOwners} from '../../platform/ports.js'
import {findMarked} from '../../platform/processes.js'
import type {Component} from '../../stacks/component.js'
import {ownProcesses} from '../own-processes.js'
import type {LabPlace} from '../place.js'
import {labStatus} from './status.js'

export interface PortReport {
  readonly port: number
  readonly component: string
  readonly name: string
  readonly holder: 'lab' | 'stranger' | 'other-lab' | 'nobody'
  readonly pid: number | undefined
  readonly command: string | undefined
  readonly address: string | undefined
  readonly forSeconds: number | undefined
}

/** Every port of the lab, who holds it, and which component wants it. */
export async function labPorts(
  place: LabPlace,
  catalogue: readonly Component[],
  env: NodeJS.ProcessEnv,
  cwd: string,
): Promise<PortReport[]> {
  const {components} = await labStatus(place, catalogue, env, cwd)
  // An engine's own process holds the ports of a container.
  const contained = new Set(
    components.flatMap(({name, runtime, pid}) => (runtime === 'docker' && pid !== undefined ? [name] : [])),
  )
  const wanted = components.flatMap(({name: component, ports}) =>
    Object.entries(ports)
      .filter(([, port]) => port !== 0)
      .map(([name, port]) => ({component, name, port})),
  )
  const owners = portOwners(wanted.map(({port}) => port))
  const isOwn = ownProcesses(place.identity.id)
  const ofLabs = new Set(findMarked('MSA_LAB').map(({pid}) => pid))
  return wanted.map(entry => {
    const owner = owners.get(entry.port)
    return {
      ...entry,
      holder: owner !== undefined && contained.has(entry.component) ? 'lab' : holderOf(owner, isOwn, ofLabs),
      pid: owner?.pid,
      command: owner?.command,
      address: owner?.address,
      forSeconds: owner?.forSeconds,
    }
  })
}

function holderOf(
  owner: PortOwner | undefined,
  isOwn: (pid: number) => boolean,
  ofLabs: ReadonlySet<number>,
): PortReport['holder'] {
  if (owner === undefined) return 'nobody'
  if (owner.pid === undefined) return 'stranger'
  if (isOwn(owner.pid)) return 'lab'
  return ofLabs.has(owner.pid) ? 'other-lab' : 'stranger'
}
