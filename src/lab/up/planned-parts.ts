import {factsOf, instanceNames, type Part} from '../tasks/members.js'
import type {PlannedTask} from './plan.js'

/** Parts as a plan sees them before their programs are found: without a hash. */
export function plannedParts(parts: readonly Part[]): PlannedTask[] {
  const members = new Set(parts.map(part => factsOf(part).name))
  return parts.flatMap(part => {
    const {name: component, instances} = factsOf(part)
    const dependsOn = dependenciesOf(part).filter(({on}) => members.has(on))
    return instanceNames({name: component, instances}).map(name => ({
      name,
      component,
      dependsOn,
      configHash: undefined,
    }))
  })
}

function dependenciesOf(part: Part) {
  return part.kind === 'service' ? part.service.dependsOn : [...part.component.dependsOn, ...part.wish.dependsOn]
}
