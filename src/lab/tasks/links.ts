import {machineName} from '../../runtimes/docker/places.js'
import type {RuntimeKind} from '../../runtimes/runtime.js'
import type {Address} from '../../stacks/component.js'
import type {Surroundings} from './surroundings.js'

type Places = Pick<Surroundings, 'ports' | 'catalogue' | 'lab' | 'runtimes' | 'machineAddress'>

/** Where a component's port answers; of one that is not part of the lab, where it would answer by default. */
export function linkTo({ports, catalogue, lab}: Places, component: string, port?: string): Address {
  const settled = ports.get(component)
  const defaults = catalogue.find(({name}) => name === component)?.ports ?? {}
  const known = settled ?? withOffset(defaults, lab.portOffset)
  const number = port === undefined ? Object.values(known)[0] : known[port]
  return {host: '127.0.0.1', port: number ?? 0}
}

function withOffset(ports: Readonly<Record<string, number>>, offset: number): Record<string, number> {
  return Object.fromEntries(Object.entries(ports).map(([name, port]) => [name, port === 0 ? 0 : port + offset]))
}

/** Where a component's port answers, as seen from a part that runs there. */
export function linkFrom(runtime: RuntimeKind, around: Places, component: string, port?: string): Address {
  return runtime === 'docker' ? linkFromContainer(around, component, port) : linkTo(around, component, port)
}

/** By name on the containers' own network, else by the machine's. */
function linkFromContainer(around: Places, component: string, port?: string): Address {
  const entry = around.catalogue.find(({name}) => name === component)
  const [main] = Object.keys(entry?.ports ?? {})
  const forContainers = port === undefined || port === main ? entry?.portForContainers?.name : undefined
  const address = linkTo(around, component, forContainers ?? port)
  return {...address, host: around.runtimes.get(component) === 'docker' ? component : machineName}
}

/** Where those in containers reach a task of this component. */
export function forContainers(task: string, component: string, around: Places): Address {
  const {host, port} = linkFromContainer(around, component)
  return {host: host === component ? task : host, port}
}

/** A service tells discovery one address, at which everybody must reach it. */
export function hostOf(task: string, component: string, {runtimes, machineAddress}: Places): string {
  if (machineAddress !== undefined) return machineAddress
  return runtimes.get(component) === 'docker' ? task : '127.0.0.1'
}

export function hasContainers({runtimes}: Pick<Surroundings, 'runtimes'>): boolean {
  return [...runtimes.values()].includes('docker')
}
