import {pathExists} from '../../platform/files.js'
import type {Address, Component} from '../../stacks/component.js'
import {effectivePorts} from '../effective-ports.js'
import {loadLab} from '../load-lab.js'
import type {LabPlace} from '../place.js'
import {factsOf, partsOf} from '../tasks/members.js'
import {findSnapshot} from './lab-client.js'

/**
 * Where a component of this lab answers: the running lab says so; of a stopped one the lab file; of one that is not part of it the course's port.
 * `port` is a port's name, the main one without it. Says nothing about whether somebody listens there.
 */
export async function labAddress(
  place: LabPlace,
  catalogue: readonly Component[],
  env: NodeJS.ProcessEnv,
  component: string,
  port?: string,
): Promise<Address> {
  const ports = (await runningPorts(place, env, component)) ?? (await filePorts(place, catalogue, env, component))
  return {host: '127.0.0.1', port: (port === undefined ? Object.values(ports)[0] : ports[port]) ?? 0}
}

type Ports = Readonly<Record<string, number>>

async function runningPorts({identity}: LabPlace, env: NodeJS.ProcessEnv, name: string): Promise<Ports | undefined> {
  const running = pathExists(identity.dir) ? await findSnapshot(identity, env) : undefined
  return running?.snapshot.components.find(({component}) => component === name)?.ports
}

async function filePorts(
  place: LabPlace,
  catalogue: readonly Component[],
  env: NodeJS.ProcessEnv,
  name: string,
): Promise<Ports> {
  const lab = await loadLab(place, catalogue, env, process.cwd())
  const part = partsOf(lab, catalogue, []).find(part => factsOf(part).name === name)
  const defaults = catalogue.find(component => component.name === name)?.ports ?? {}
  return part === undefined ? defaults : effectivePorts(defaults, factsOf(part).ports, lab.portOffset)
}
