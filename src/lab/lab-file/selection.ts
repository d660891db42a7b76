import type {StackName} from '../../stacks/component.js'
import type {Catalogue, LabComponent} from '../lab.js'
import {type PresetName, presets} from '../presets.js'
import type {LabDraft} from './lab-shape.js'
import type {Report} from './mistakes.js'

export type Because = LabComponent['because']
/** Which of the catalogue's components this lab runs, and why. */
export type Selection = ReadonlyMap<string, Because>

/**
 * What `use` names, each component of the file, and all that these and the services depend on, but for what is switched off or replaced by
 * a service of the same name. A file that names nothing at all is the course's lab.
 */
export function selectComponents(draft: LabDraft, catalogue: Catalogue, report: Report): Selection {
  const selected = new Map<string, Because>()
  const isOut = (name: string) => isDisabled(draft, name) || isReplaced(draft, name)
  const add = (name: string, because: Because) => {
    const entry = catalogue.find(candidate => candidate.name === name)
    if (entry === undefined || isOut(name) || selected.get(name) === 'named') return
    const isNew = !selected.has(name)
    if (isNew || because === 'named') selected.set(name, because)
    if (isNew) for (const {on} of entry.dependsOn) add(on, 'dependency')
  }
  for (const [name, component] of Object.entries(draft.components ?? {})) {
    if (component === undefined || isOut(name)) continue
    add(name, 'named')
    for (const {name: on} of component.value.dependsOn ?? []) add(on, 'dependency')
  }
  for (const {value: service} of draft.services ?? [])
    for (const {name} of service.dependsOn ?? []) add(name, 'dependency')
  const stacks = stacksOf(draft)
  for (const {name} of catalogue.filter(({stack}) => stacks.has(stack))) add(name, 'preset')
  reportMissing(draft, catalogue, selected, report)
  return selected
}

function stacksOf(draft: LabDraft): Set<StackName> {
  const namesNothing = draft.use === undefined && draft.components === undefined && draft.services === undefined
  const used: readonly PresetName[] = draft.use ?? (namesNothing ? ['course'] : [])
  return new Set(used.flatMap(preset => presets[preset].stacks))
}

export function isDisabled(draft: LabDraft, name: string): boolean {
  return (
    draft.components !== undefined &&
    Object.hasOwn(draft.components, name) &&
    draft.components[name]?.value.enabled === false
  )
}

export function isReplaced(draft: LabDraft, name: string): boolean {
  return draft.services?.some(service => service.name === name) === true
}

/** A component that cannot run because what it needs is switched off. */
function reportMissing(draft: LabDraft, catalogue: Catalogue, selected: Selection, report: Report): void {
  for (const {name, dependsOn} of catalogue.filter(entry => selected.has(entry.name))) {
    for (const {on} of dependsOn.filter(({on}) => isDisabled(draft, on) && !isReplaced(draft, on))) {
      const component = draft.components?.[on]
      if (component === undefined) continue
      const problem = `${name} cannot run without it`
      report({spot: component.spot, path: `${component.path}.enabled`, problem, expected: `${name}: false as well`})
    }
  }
}
