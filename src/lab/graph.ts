import {MsaError} from '../errors.js'
import type {Dependency} from '../stacks/component.js'

/** Anything with a name that waits for others: a component of the catalogue or a task. */
export interface Node {
  readonly name: string
  readonly dependsOn: readonly Dependency[]
}

/** Names in an order in which each comes after what it depends on; dependencies that are not part of the lab are passed over. */
export function inDependencyOrder<N extends Node>(nodes: readonly N[]): N[] {
  const byName = new Map(nodes.map(node => [node.name, node]))
  const done = new Set<string>()
  const ordered: N[] = []
  const visit = (node: N, path: readonly string[]) => {
    if (done.has(node.name)) return
    if (path.includes(node.name)) throw cycle([...path.slice(path.indexOf(node.name)), node.name])
    for (const {on} of node.dependsOn) {
      const dependency = byName.get(on)
      if (dependency) visit(dependency, [...path, node.name])
    }
    done.add(node.name)
    ordered.push(node)
  }
  for (const node of nodes) visit(node, [])
  return ordered
}

function cycle(path: readonly string[]): MsaError {
  return new MsaError('E_DEPENDENCY_CYCLE', `components wait for each other in a circle: ${path.join(' → ')}`, {
    tryThis: ['Take one of these dependsOn out of the lab file'],
  })
}

/** The named ones and all they depend on. */
export function withDependencies(nodes: readonly Node[], names: readonly string[]): Set<string> {
  return closure(
    names,
    name =>
      nodes
        .find(node => node.name === name)
        ?.dependsOn.map(({on}) => on)
        .filter(on => nodes.some(node => node.name === on)) ?? [],
  )
}

/** The named ones and all that cannot be without them. Who only wants them started can: it meets them again when they are back. */
export function withDependents(nodes: readonly Node[], names: readonly string[]): Set<string> {
  return closure(names, name =>
    nodes
      .filter(node => node.dependsOn.some(({on, condition}) => on === name && condition !== 'started'))
      .map(node => node.name),
  )
}

function closure(names: readonly string[], next: (name: string) => readonly string[]): Set<string> {
  const found = new Set<string>()
  const open = [...names]
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (found.has(name)) continue
    found.add(name)
    open.push(...next(name))
  }
  return found
}

/** The chain that decided how long a boot took: from the last one that became ready back to its slowest dependency. */
export function criticalPath(nodes: readonly Node[], readyAtMs: ReadonlyMap<string, number>): string[] {
  const at = (name: string) => readyAtMs.get(name) ?? 0
  const slowest = (names: readonly string[]) => [...names].sort((a, b) => at(b) - at(a))[0]
  const path: string[] = []
  let name = slowest([...readyAtMs.keys()])
  while (name !== undefined && !path.includes(name)) {
    path.unshift(name)
    const current = name
    name = slowest(
      nodes
        .find(node => node.name === current)
        ?.dependsOn.map(({on}) => on)
        .filter(on => readyAtMs.has(on)) ?? [],
    )
  }
  return path
}
