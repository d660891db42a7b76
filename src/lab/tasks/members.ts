import type {Component} from '../../stacks/component.js'
import type {Lab, LabComponent, LabService, RuntimeChoice} from '../lab.js'

/** One thing of a lab that runs, from the catalogue or the person's own, before any choice of ports and programs. */
export type Part =
  | {readonly kind: 'component'; readonly component: Component; readonly wish: LabComponent}
  | {readonly kind: 'service'; readonly service: LabService; readonly replaced: Component | undefined}

/** What all parts have in common, read from where it stands. */
export interface PartFacts {
  readonly name: string
  readonly instances: number
  readonly runtime: RuntimeChoice
  readonly defaultPorts: Readonly<Record<string, number>>
  readonly ports: Readonly<Record<string, number>>
  readonly portForContainers: Component['portForContainers']
}

/** The parts of a lab in the catalogue's order, own services last; those of `without` are left out. */
export function partsOf(lab: Lab, catalogue: readonly Component[], without: readonly string[]): Part[] {
  const components = lab.components.flatMap((wish): Part[] => {
    const component = catalogue.find(({name}) => name === wish.name)
    return component === undefined ? [] : [{kind: 'component', component, wish}]
  })
  const services = lab.services.map((service): Part => {
    const replaced = service.replaces ? catalogue.find(({name}) => name === service.name) : undefined
    return {kind: 'service', service, replaced}
  })
  return [...components, ...services].filter(part => !without.includes(factsOf(part).name))
}

export function factsOf(part: Part): PartFacts {
  if (part.kind === 'service') return {...part.service, portForContainers: part.replaced?.portForContainers}
  const {component, wish} = part
  return {
    name: component.name,
    instances: wish.instances,
    runtime: wish.runtime,
    defaultPorts: component.ports,
    ports: wish.ports,
    portForContainers: component.portForContainers,
  }
}

/** The first instance keeps the component's name, so that scaling up leaves it alone. */
export function instanceNames({name, instances}: Pick<PartFacts, 'name' | 'instances'>): string[] {
  return Array.from({length: instances}, (_, index) => (index === 0 ? name : `${name}-${index + 1}`))
}
