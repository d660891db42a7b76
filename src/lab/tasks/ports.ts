import {MsaError} from '../../errors.js'
import {didYouMean} from '../../nearest.js'
import {effectivePorts} from '../effective-ports.js'
import type {Overrides} from '../overrides.js'
import {instanceNames, type PartFacts} from './members.js'

type Ports = Readonly<Record<string, number>>
/** Ports by name, by task. */
export type PortTable = ReadonlyMap<string, Ports>

/** What each task should get: a flag wins over the lab file, that over the default plus offset. 0 asks for a free one. Further instances count up. */
export function wantedPorts(parts: readonly PartFacts[], labOffset: number, overrides: Overrides): PortTable {
  const flags = portFlags(parts, overrides.ports)
  const offset = labOffset + overrides.portOffset
  const table = new Map<string, Ports>()
  for (const part of parts) {
    const first = {...effectivePorts(part.defaultPorts, part.ports, offset), ...flags.get(part.name)}
    rejectOutOfRange(part.name, first)
    for (const [index, name] of instanceNames(part).entries()) table.set(name, countedUp(first, index))
  }
  rejectClashes(table)
  return table
}

function countedUp(ports: Ports, by: number): Ports {
  return Object.fromEntries(Object.entries(ports).map(([name, port]) => [name, port === 0 ? 0 : port + by]))
}

/** `kafka=19092` is for its main port. */
function portFlags(parts: readonly PartFacts[], given: Ports): Map<string, Record<string, number>> {
  const flags = new Map<string, Record<string, number>>()
  for (const [target, port] of Object.entries(given)) {
    const [component = '', named] = target.split('.')
    const part = parts.find(({name}) => name === component)
    if (part === undefined) throw unknown(`no component "${component}" in this lab`, component, names(parts))
    const portNames = Object.keys(part.defaultPorts)
    const portName = named ?? portNames[0]
    if (portName === undefined || !portNames.includes(portName))
      throw unknown(`${component} has no port "${named ?? 'main'}"`, named ?? '', portNames)
    flags.set(component, {...flags.get(component), [portName]: port})
  }
  return flags
}

function names(parts: readonly PartFacts[]): string[] {
  return parts.map(({name}) => name)
}

function unknown(problem: string, given: string, known: readonly string[]): MsaError {
  const hint = didYouMean(given, known)
  return new MsaError('E_USAGE', hint === undefined ? problem : `${problem}, ${hint}`, {
    details: [known.length === 0 ? 'it has no port at all' : `known are: ${known.join(', ')}`],
    tryThis: ['See all ports of the lab: msa ports'],
  })
}

function rejectOutOfRange(component: string, ports: Ports): void {
  const found = Object.entries(ports).find(([, port]) => port > 65_535)
  if (found === undefined) return
  throw new MsaError('E_USAGE', `port ${found[0]} of ${component} would be ${found[1]}, above 65535`, {
    tryThis: ['Use a smaller --port-offset'],
  })
}

function rejectClashes(table: PortTable): void {
  const holders = new Map<number, string>()
  for (const [task, ports] of table) {
    for (const [name, port] of Object.entries(ports)) {
      const holder = holders.get(port)
      if (port !== 0 && holder !== undefined)
        throw new MsaError('E_USAGE', `${holder} and ${task}.${name} both want port ${port}`, {
          tryThis: [`Move one of them: msa up --port ${task}.${name}=${port + 1}`],
        })
      holders.set(port, `${task}.${name}`)
    }
  }
}

/** Fills in the free ports: the one that a task had before, else one that the system hands out. */
export async function settlePorts(
  wanted: PortTable,
  remembered: PortTable,
  freePorts: (count: number) => Promise<readonly number[]>,
): Promise<PortTable> {
  const kept = new Map([...wanted].map(([task, ports]) => [task, withRemembered(ports, remembered.get(task))]))
  const open = [...kept.values()].flatMap(ports => Object.values(ports).filter(port => port === 0))
  const free = [...(await freePorts(open.length))]
  return new Map(
    [...kept].map(([task, ports]) => [
      task,
      Object.fromEntries(Object.entries(ports).map(([name, port]) => [name, port === 0 ? (free.shift() ?? 0) : port])),
    ]),
  )
}

function withRemembered(ports: Ports, before: Ports | undefined): Ports {
  return Object.fromEntries(
    Object.entries(ports).map(([name, port]) => [name, port === 0 ? (before?.[name] ?? 0) : port]),
  )
}
