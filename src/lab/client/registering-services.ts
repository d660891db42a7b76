import type {Component} from '../../stacks/component.js'
import type {ComponentStatus} from '../protocol.js'

/** The services of a running lab that register themselves, with how many instances of each are wanted up. */
export function registeringServices(
  components: readonly Pick<ComponentStatus, 'component' | 'goal'>[],
  catalogue: readonly Pick<Component, 'name' | 'stack'>[],
): Map<string, number> {
  const services = catalogue.filter(({stack}) => stack === 'services').map(({name}) => name)
  const counts = new Map<string, number>()
  for (const {component, goal} of components) {
    if (goal === 'up' && services.includes(component)) counts.set(component, (counts.get(component) ?? 0) + 1)
  }
  return counts
}

/** Where a component that is wanted up answers on its main port. */
export function addressIn(components: readonly ComponentStatus[], name: string) {
  const found = components.find(({component, goal}) => component === name && goal === 'up')
  const [port] = Object.values(found?.ports ?? {})
  return port === undefined ? undefined : {host: '127.0.0.1', port}
}
