import {nearest} from '../../nearest.js'
import type {Dependency} from '../../stacks/component.js'
import type {Named} from './collections.js'
import type {Report} from './mistakes.js'
import {quoted} from './tree.js'

type Condition = Dependency['condition']
export type DependsOnDraft = readonly Named<Condition>[] | undefined

/** Somebody in the lab, with the dependencies that the file gives it. */
export interface Dependent {
  readonly name: string
  /** Those of the file; they have a place. */
  readonly written: DependsOnDraft
  /** Those that it has anyway. */
  readonly builtIn: readonly Dependency[]
}

/** Who exists at all, and who of them runs in this lab. */
export interface Population {
  readonly known: ReadonlySet<string>
  readonly running: ReadonlySet<string>
}

export function checkDependencies(
  dependents: readonly Dependent[],
  {known, running}: Population,
  report: Report,
): void {
  for (const {name, written = []} of dependents) {
    for (const {name: on, spot, path} of written) {
      if (on === name) report({spot, path, problem: `${name} depends on itself`})
      else if (!known.has(on)) {
        const problem = `unknown component or service ${quoted(on)}`
        report({spot, path, problem, expected: `one of ${[...known].join(', ')}`, nearest: nearest(on, known)})
      } else if (!running.has(on)) report({spot, path, problem: `${on} is switched off in this lab`})
    }
  }
  reportCycles(dependents, report)
}

/** Each circle once, whole, at the place of one of its written dependencies. */
function reportCycles(dependents: readonly Dependent[], report: Report): void {
  const byName = new Map(dependents.map(dependent => [dependent.name, dependent]))
  const done = new Set<string>()
  const visit = (dependent: Dependent, path: readonly string[]) => {
    if (path.includes(dependent.name)) {
      reportCycle([...path.slice(path.indexOf(dependent.name)), dependent.name], byName, report)
      return
    }
    if (done.has(dependent.name)) return
    for (const on of namesOf(dependent)) {
      const next = byName.get(on)
      if (next !== undefined && on !== dependent.name) visit(next, [...path, dependent.name])
    }
    done.add(dependent.name)
  }
  for (const dependent of dependents) visit(dependent, [])
}

function namesOf({written = [], builtIn}: Dependent): string[] {
  return [...new Set([...written.map(({name}) => name), ...builtIn.map(({on}) => on)])]
}

function reportCycle(circle: readonly string[], byName: ReadonlyMap<string, Dependent>, report: Report): void {
  const edges = circle.slice(1).map((to, index) => ({from: circle[index] ?? to, to}))
  const written = edges.flatMap(({from, to}) => byName.get(from)?.written?.filter(({name}) => name === to) ?? [])
  const [place] = written
  if (place === undefined) return
  report({spot: place.spot, path: place.path, problem: `they wait for each other in a circle: ${circle.join(' → ')}`})
}

export function dependenciesOf(written: DependsOnDraft): Dependency[] {
  return (written ?? []).map(({name, value}) => ({on: name, condition: value}))
}
