import type {SpringValue} from '../../secrets/spring-value.js'
import type {Merged} from './merged.js'

/** Flat keys as the mappings and lists that they came from. */
export type Tree = SpringValue | TreeMap | TreeList
export type TreeMap = Map<string, Tree>
export type TreeList = Tree[]

export function toTree(properties: Merged): TreeMap {
  const root: TreeMap = new Map()
  for (const [key, value] of properties) put(root, segmentsOf(key), value)
  return root
}

type Segment = string | number

/** `a.b[0].c` is a, b, 0, c; `a[key.with.dots]` is a, `[key.with.dots]`, which is how YAML has to spell that key. */
function segmentsOf(key: string): readonly Segment[] {
  return [...key.matchAll(/\[(\d{1,6})\]|(\[[^\]]*\])|([^.[]+)/g)].map(([, index, bracketed, name]) =>
    index === undefined ? (bracketed ?? name ?? '') : Number(index),
  )
}

function put(root: TreeMap, segments: readonly Segment[], value: SpringValue): void {
  let at: TreeMap | TreeList = root
  for (const [depth, segment] of segments.entries()) {
    const isLast = depth === segments.length - 1
    const existing: Tree | undefined = get(at, segment)
    if (isLast) {
      // A key that is a mapping elsewhere (`a: 1` and `a.b: 2`) stays the mapping.
      if (!isBranch(existing)) set(at, segment, value)
      return
    }
    const next: TreeMap | TreeList = isBranch(existing)
      ? existing
      : typeof segments[depth + 1] === 'number'
        ? []
        : new Map()
    if (existing !== next) set(at, segment, next)
    at = next
  }
}

export function isBranch(tree: Tree | undefined): tree is TreeMap | TreeList {
  return tree instanceof Map || Array.isArray(tree)
}

function get(branch: TreeMap | TreeList, segment: Segment): Tree | undefined {
  return Array.isArray(branch) ? branch[Number(segment)] : branch.get(String(segment))
}

function set(branch: TreeMap | TreeList, segment: Segment, value: Tree): void {
  if (Array.isArray(branch)) branch[Math.min(branch.length, Number(segment))] = value
  else branch.set(String(segment), value)
}
