import {
  type Alias,
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Pair,
  type Scalar,
  visit,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml'
import {plainScalar, type SpringValue, taggedScalar} from './spring-value.js'
import {type Spot, unquotedCipher, type YamlFile, yamlError} from './yaml-file.js'

export type YamlNode = Scalar | YAMLMap | YAMLSeq
/** How a value came to stand at its key. */
export type Via = 'itself' | 'alias' | 'merge'

/** A node under the name by which Spring knows it: `a.b[0].c`. */
export interface YamlEntry {
  readonly key: string
  readonly node: YamlNode
  readonly via: Via
  /** Where the key stands; undefined for items of a list. */
  readonly keySpot: Spot | undefined
  /** The value of a leaf; undefined for a mapping or a list with something in it. */
  readonly value: SpringValue | undefined
  /** Where the value stands, or stood when it came by alias or merge. */
  readonly spot: Spot
  /** Where the alias or merge stands by which the value came here. */
  readonly sharedAt?: Spot
  /** The alias itself, for who wants to replace it. */
  readonly aliasRange?: readonly [start: number, end: number]
}

/** Aliases written out, a file stands for at most so many nodes: a few hundred bytes could stand for gigabytes. */
const nodeLimit = 100_000
const coreTag = 'tag:yaml.org,2002:'

/** Every node of a document in order, flattened as Spring's `YamlProcessor` does. */
export function yamlEntries(file: YamlFile, document: Document.Parsed): readonly YamlEntry[] {
  const walk = new Walk(file, document)
  const root = document.contents
  if (isMap(root)) walk.mapping(root, '', direct)
  // Spring calls a document that is no mapping by this name.
  else if (root !== null) walk.value(root, 'document', direct)
  return walk.entries
}

interface Path {
  readonly keySpot: Spot | undefined
  readonly via: Via
  readonly sharedAt?: Spot
  readonly aliasRange?: readonly [number, number]
}

interface Member {
  readonly name: string
  readonly value: unknown
  readonly mergedAt: Spot | undefined
  readonly keySpot: Spot
}

const direct: Path = {via: 'itself', keySpot: undefined}

class Walk {
  readonly entries: YamlEntry[] = []
  private readonly open = new Set<unknown>()
  private readonly targets: ReadonlyMap<Alias, unknown>
  private visited = 0

  constructor(
    private readonly file: YamlFile,
    document: Document.Parsed,
  ) {
    this.targets = aliasTargets(document)
  }

  value(node: unknown, key: string, path: Path): void {
    this.count(node)
    if (isAlias(node)) this.alias(node, key, path)
    else if (isScalar(node)) this.add(node, key, path, this.scalar(node))
    else if (isMap(node)) {
      this.add(node, key, path, undefined)
      this.mapping(node, key, path)
    } else if (isSeq(node)) {
      this.add(node, key, path, node.items.length === 0 ? '' : undefined)
      this.list(node, key, {...path, keySpot: undefined})
    }
  }

  private list(list: YAMLSeq, key: string, path: Path): void {
    this.checkTag(list, 'seq')
    this.enter(list)
    for (const [index, item] of list.items.entries()) this.value(item, `${key}[${index}]`, path)
    this.open.delete(list)
  }

  private enter(collection: YAMLMap | YAMLSeq): void {
    if (this.open.has(collection))
      throw yamlError(this.file.name, this.spot(collection), 'an alias lies within its own anchor')
    this.open.add(collection)
  }

  mapping(map: YAMLMap, prefix: string, path: Path): void {
    this.checkTag(map, 'map')
    for (const {name, value, mergedAt, keySpot} of this.members(map).values()) {
      const isShared = mergedAt !== undefined && path.via === 'itself'
      this.value(
        value,
        joined(prefix, name),
        isShared ? {via: 'merge', sharedAt: mergedAt, keySpot} : {...path, keySpot},
      )
    }
    this.open.delete(map)
  }

  /** The keys of a mapping with `<<` written out: its own win, then the mappings merged first. Leaves the mapping open. */
  private members(map: YAMLMap): Map<string, Member> {
    this.enter(map)
    const members = new Map<string, Member>()
    for (const pair of map.items) {
      const name = keyText(pair)
      if (name === undefined) throw yamlError(this.file.name, this.spot(pair.key), 'a key must be a text')
      if (name !== '<<') members.set(name, {name, value: pair.value, mergedAt: undefined, keySpot: this.spot(pair.key)})
    }
    for (const pair of map.items) if (keyText(pair) === '<<') this.merge(pair.value, members)
    return members
  }

  private merge(merged: unknown, members: Map<string, Member>): void {
    const mergedAt = this.spot(merged)
    for (const source of isSeq(merged) ? merged.items : [merged]) {
      this.count(merged)
      const target = isAlias(source) ? this.resolve(source) : source
      if (!isMap(target)) throw yamlError(this.file.name, mergedAt, '<< needs a mapping')
      for (const [name, member] of this.members(target)) {
        if (!members.has(name)) members.set(name, {...member, mergedAt})
      }
      this.open.delete(target)
    }
  }

  private count(node: unknown): void {
    this.visited += 1
    if (this.visited <= nodeLimit) return
    throw yamlError(this.file.name, this.spot(node), 'stands for too many values with its aliases')
  }

  private alias(alias: Alias, key: string, path: Path): void {
    const [start = 0, end = 0] = alias.range ?? []
    const via: Path =
      path.via === 'itself' ? {...path, via: 'alias', sharedAt: this.spot(alias), aliasRange: [start, end]} : path
    this.value(this.resolve(alias), key, via)
  }

  private resolve(alias: Alias): unknown {
    const target = this.targets.get(alias)
    if (target === undefined)
      throw yamlError(this.file.name, this.spot(alias), `no anchor &${alias.source} before this alias`)
    return target
  }

  private scalar(node: Scalar): SpringValue {
    const source = String(node.value ?? '')
    if (node.tag === undefined) return node.type === 'PLAIN' || node.type === undefined ? plainScalar(source) : source
    const value = node.tag.startsWith(coreTag) ? taggedScalar(node.tag.slice(coreTag.length), source) : undefined
    if (value === undefined)
      throw yamlError(this.file.name, this.spot(node), `unknown tag, or its value does not fit it: ${node.tag}`)
    return value
  }

  private checkTag(node: YamlNode, expected: string): void {
    if (node.tag === undefined || node.tag === `${coreTag}${expected}`) return
    throw yamlError(this.file.name, this.spot(node), `unknown tag ${node.tag}`)
  }

  private add(node: YamlNode, key: string, path: Path, value: SpringValue | undefined): void {
    if (isMap(node) && node.flow && node.items.length === 1 && keyText(node.items[0]) === 'cipher') {
      throw unquotedCipher(this.file.name, this.spot(node))
    }
    this.entries.push({key, node, value, spot: this.spot(node), ...path})
  }

  private spot(node: unknown): Spot {
    const offset =
      typeof node === 'object' && node !== null && 'range' in node ? (node.range as number[] | null)?.[0] : 0
    return this.file.spotAt(offset ?? 0)
  }
}

/** One pass for all aliases: each means the last anchor of its name before it. */
function aliasTargets(document: Document.Parsed): ReadonlyMap<Alias, unknown> {
  const anchors = new Map<string, unknown>()
  const targets = new Map<Alias, unknown>()
  visit(document, {
    Alias(_, alias) {
      targets.set(alias, anchors.get(alias.source))
    },
    Value(_, node) {
      if (node.anchor !== undefined) anchors.set(node.anchor, node)
    },
  })
  return targets
}

/** Spring keeps keys as they are spelled: 010, off and 1 are names, not values. */
export function keyText(pair: Pair | undefined): string | undefined {
  return isScalar(pair?.key) ? String(pair.key.value ?? '') : undefined
}

function joined(prefix: string, name: string): string {
  if (prefix === '') return name
  return name.startsWith('[') ? prefix + name : `${prefix}.${name}`
}
