import {type PortOwner, portOwners} from '../../platform/ports.js'
import {bootId, findMarked, processFacts} from '../../platform/processes.js'
import type {Component} from '../../stacks/component.js'
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
  const wanted = components.flatMap(({name: component, ports}) =>
    Object.entries(ports)
      .filter(([, port]) => port !== 0)
      .map(([name, port]) => ({component, name, port})),
  )
  const owners = portOwners(wanted.map(({port}) => port))
  const marks = new Map(findMarked('MSA_LAB').map(({pid, marks}) => [pid, marks.MSA_LAB]))
  return wanted.map(entry => {
    const owner = owners.get(entry.port)
    return {
      ...entry,
      holder: holderOf(owner, owner?.pid === undefined ? undefined : marks.get(owner.pid), place.identity.id),
      pid: owner?.pid,
      command: owner?.command,
      address: owner?.address,
      forSeconds: owner?.forSeconds,
    }
  })
}

function holderOf(owner: PortOwner | undefined, mark: string | undefined, lab: string): PortReport['holder'] {
  if (owner === undefined) return 'nobody'
  if (mark === undefined) return isOurs(owner, lab) ? 'lab' : 'stranger'
  return mark === lab ? 'lab' : 'other-lab'
}

/** A child that cleaned its environment is known by its parent. */
function isOurs({pid}: PortOwner, lab: string): boolean {
  if (pid === undefined) return false
  const parent = processFacts(pid, bootId())?.parent
  return findMarked('MSA_LAB', lab).some(marked => marked.pid === parent)
}
