import type {CatalogueEntry, LabService, ServiceProgram} from '../lab.js'
import type {At, Named} from './collections.js'
import type {Report} from './mistakes.js'
import {type LabFolder, pathAnywhere} from './places.js'
import type {ServiceDraft} from './service-shape.js'
import type {ServicePort, VolumeDraft} from './values.js'

export interface ImageContext {
  readonly program: ServiceProgram
  readonly replaced: CatalogueEntry | undefined
  readonly folder: LabFolder
}

/** The name of the port that `port` sets: the first of its own, else of the component whose place it takes. */
export function mainPort({ports = []}: ServiceDraft, replaced: CatalogueEntry | undefined): string {
  const [main = 'http'] = [...ports.map(({name}) => name), ...Object.keys(replaced?.ports ?? {})]
  return main
}

/** What only a container has: an entrypoint, ports of its own, and volumes. Said of a process it is a mistake. */
export function ofImage(
  {name, value}: Named<ServiceDraft>,
  {program, replaced, folder}: ImageContext,
  report: Report,
): Pick<LabService, 'portsInside' | 'mounts'> {
  const ports = [
    ...(value.ports ?? []).map(port => [port.name, port.value] as const),
    ...(value.port === undefined ? [] : [[mainPort(value, replaced), value.port] as const]),
  ]
  const inside = ports.filter(([, at]) => at.value.inside !== undefined)
  const {volumes = [], entrypoint} = value
  if (entrypoint?.value.length === 0)
    report({...entrypoint, problem: 'an empty entrypoint', expected: 'a list: [sh, /start.sh]'})
  if (program.kind === 'image')
    return {
      ...(inside.length === 0 ? {} : {portsInside: Object.fromEntries(inside.map(numberInside))}),
      ...(volumes.length === 0 ? {} : {mounts: mountsOf(volumes, folder, report)}),
    }
  if (entrypoint !== undefined)
    report({...entrypoint, problem: `${name} is a process`, expected: 'command: with all its words'})
  const [first] = inside
  if (first !== undefined)
    report({...first[1], problem: 'a port inside of what is no container', expected: 'only the port, such as 8080'})
  const [volume] = volumes
  if (volume !== undefined)
    report({
      ...volume,
      problem: `${name} is a process, which sees this machine's folders anyway`,
      expected: 'image: beside it',
    })
  return {}
}

function numberInside([name, {value}]: readonly [string, At<ServicePort>]): [string, number] {
  return [name, value.inside ?? value.port]
}

function mountsOf(
  volumes: readonly At<VolumeDraft>[],
  folder: LabFolder,
  report: Report,
): NonNullable<LabService['mounts']> {
  for (const [index, volume] of volumes.entries()) {
    const first = volumes.slice(0, index).find(other => isSame(other.value, volume.value))
    if (first !== undefined)
      report({...volume, problem: `the same volume or path as on line ${first.spot.line}`, expected: 'each once'})
  }
  return {
    binds: volumes.flatMap(({value, spot, path}) =>
      value.kind === 'bind'
        ? [{...value, from: pathAnywhere({value: value.from, spot, path}, 'any', folder, report)}].map(
            ({from, to, writable}) => ({from, to, writable}),
          )
        : [],
    ),
    volumes: Object.fromEntries(
      volumes.flatMap(({value}) => (value.kind === 'volume' ? [[value.name, value.to]] : [])),
    ),
  }
}

function isSame(one: VolumeDraft, other: VolumeDraft): boolean {
  return one.to === other.to || (one.kind === 'volume' && other.kind === 'volume' && one.name === other.name)
}
