import {nearest} from '../../nearest.js'
import type {Report} from './mistakes.js'
import {type JsonSchema, type Place, type Shape, wrong} from './shape.js'
import {type MappingNode, quoted, type Spot, type TreeEntry, type TreeNode} from './tree.js'

/** One key of a mapping. `summary` is what an editor shows. */
export interface Field<T> {
  readonly shape: Shape<T>
  readonly summary: string
  readonly required?: boolean
  /** What other tools call it; only for the hint. */
  readonly alsoKnownAs?: readonly string[]
  readonly example?: unknown
}
type Fields = Readonly<Record<string, Field<unknown>>>
/** What was read: a key that is absent or wrong is undefined. Defaults come later, in one place. */
export type Draft<F extends Fields> = {readonly [K in keyof F]: F[K] extends Field<infer T> ? T | undefined : never}

/** A mapping with known keys. */
export function mapping<const F extends Fields>(
  expected: string,
  fields: F,
  exactlyOneOf: readonly (keyof F & string)[] = [],
): Shape<Draft<F>> {
  return {
    expected,
    schema: {
      ...objectSchema(fields),
      ...(exactlyOneOf.length === 0 ? {} : {oneOf: exactlyOneOf.map(key => ({required: [key]}))}),
    },
    read(place, report) {
      const {node, path} = place
      if (node.kind !== 'mapping') return wrong(place, expected, report)
      for (const entry of node.entries)
        if (!Object.hasOwn(fields, entry.key)) reportUnknownKey(entry, path, fields, report)
      if (exactlyOneOf.length > 0) checkAlternatives(node, path, exactlyOneOf, report)
      const draft = Object.entries(fields).map(([key, field]) => {
        const entry = node.entries.find(candidate => candidate.key === key)
        if (entry === undefined && field.required)
          report({spot: node.spot, path, problem: `"${key}" is missing`, expected: field.shape.expected})
        return [key, entry && field.shape.read({node: entry.value, path: join(path, key)}, report)]
      })
      return Object.fromEntries(draft) as Draft<F>
    },
  }
}

function checkAlternatives(node: MappingNode, path: string, keys: readonly string[], report: Report): void {
  const [first, second] = node.entries.filter(({key}) => keys.includes(key))
  const expected = `exactly one of ${keys.join(', ')}`
  if (first === undefined) report({spot: node.spot, path, problem: 'says not what to run', expected})
  if (first !== undefined && second !== undefined)
    report({
      spot: second.keySpot,
      path,
      problem: `"${second.key}" beside "${first.key}" (line ${first.keySpot.line})`,
      expected,
    })
}

function objectSchema(fields: Fields): JsonSchema {
  const required = Object.keys(fields).filter(key => fields[key]?.required)
  const properties = Object.entries(fields).map(([key, {shape, summary, example}]) => [
    key,
    {...shape.schema, description: summary, ...(example === undefined ? {} : {examples: [example]})},
  ])
  return {
    type: 'object',
    additionalProperties: false,
    properties: Object.fromEntries(properties),
    ...(required.length === 0 ? {} : {required}),
  }
}

function reportUnknownKey({key, keySpot}: TreeEntry, path: string, fields: Fields, report: Report): void {
  const keys = Object.keys(fields)
  const synonym = keys.find(name => fields[name]?.alsoKnownAs?.includes(key))
  const near = synonym ?? nearest(key, keys)
  const expected = near === undefined ? `one of ${keys.join(', ')}` : undefined
  report({spot: keySpot, path, problem: `unknown key ${quoted(key)}`, expected, nearest: near})
}

/** An entry of a mapping whose keys are names that the person chose. */
export interface Named<T> {
  readonly name: string
  readonly spot: Spot
  readonly path: string
  readonly value: T
}

export interface NameRule {
  readonly expected: string
  readonly pattern: RegExp
  /** Where the pattern does not say it all. */
  readonly test?: (name: string) => boolean
}

/** A mapping from names that the person chose to values. */
export function dictionary<T>(expected: string, rule: NameRule, shape: Shape<T>): Shape<readonly Named<T>[]> {
  return {
    expected,
    schema: {type: 'object', propertyNames: {pattern: rule.pattern.source}, additionalProperties: shape.schema},
    read(place, report) {
      const {node, path} = place
      if (node.kind !== 'mapping') return wrong(place, expected, report)
      return node.entries.flatMap(({key, keySpot, value}) => {
        const isName = rule.test?.(key) ?? rule.pattern.test(key)
        if (!isName) report({spot: keySpot, path, problem: `invalid name ${quoted(key)}`, expected: rule.expected})
        const at = join(path, key)
        const found = shape.read({node: value, path: at}, report)
        return isName && found !== undefined ? [{name: key, spot: keySpot, path: at, value: found}] : []
      })
    },
  }
}

export function listOf<T>(expected: string, shape: Shape<T>): Shape<readonly T[]> {
  return {
    expected,
    schema: {type: 'array', items: shape.schema},
    read(place, report) {
      const {node, path} = place
      if (node.kind !== 'list') return wrong(place, expected, report)
      return node.items.flatMap((item, index) => {
        const value = shape.read({node: item, path: `${path}[${index}]`}, report)
        return value === undefined ? [] : [value]
      })
    },
  }
}

/** A value with its place, for checks that compare several parts of the file. */
export interface At<T> {
  readonly value: T
  readonly spot: Spot
  readonly path: string
}
/** `instead` stands for a wrong value in the checks that follow; its mistake is reported all the same. */
export function placed<T>(shape: Shape<T>, instead?: T): Shape<At<T>> {
  return {
    ...shape,
    read(place, report) {
      const value = shape.read(place, report) ?? instead
      return value === undefined ? undefined : {value, spot: place.node.spot, path: place.path}
    },
  }
}

/** A short form: the node is turned into the long form's, which then is read. */
export function shortFor<T>(long: Shape<T>, schema: JsonSchema, lengthen: (node: TreeNode) => TreeNode): Shape<T> {
  return {...long, schema, read: ({node, path}, report) => long.read({node: lengthen(node), path}, report)}
}

/** `true` for `{key: true}`, nothing at all for `{}`. */
export function mappingOf(node: TreeNode, key?: string): TreeNode {
  const entries = key === undefined ? [] : [{key, keySpot: node.spot, value: node}]
  return {kind: 'mapping', entries, spot: node.spot}
}

/** A list of names for a mapping of these names to nothing. */
export function namesFor<T>(expected: string, long: Shape<T>): Shape<T> {
  return {
    ...long,
    schema: {type: 'array', items: {type: 'string'}},
    read({node, path}, report) {
      if (node.kind !== 'list') return wrong({node, path}, expected, report)
      const entries = node.items.flatMap((item, index): TreeEntry[] => {
        if (item.kind !== 'text') return wrong({node: item, path: `${path}[${index}]`}, 'a name', report) ?? []
        return [{key: item.value, keySpot: item.spot, value: {kind: 'nothing', spot: item.spot}}]
      })
      const once = entries.filter(({key}, index) => entries.findIndex(entry => entry.key === key) === index)
      for (const {key, keySpot} of entries.filter(entry => !once.includes(entry)))
        report({spot: keySpot, path, problem: `${quoted(key)} stands in this list twice`})
      return long.read({node: {kind: 'mapping', entries: once, spot: node.spot}, path}, report)
    },
  }
}

type Kind = TreeNode['kind']
type ByKind<T> = {readonly [K in Kind]?: Shape<T>}

/** Another shape for each kind of node: short forms beside long ones. */
export function byKind<T>(expected: string, shapes: ByKind<T>): Shape<T> {
  const schemas = Object.entries(shapes).map(([kind, shape]) => (kind === 'nothing' ? {type: 'null'} : shape.schema))
  return {
    expected,
    schema: {anyOf: [...new Set(schemas)]},
    read(place: Place, report) {
      const shape = shapes[place.node.kind]
      return shape === undefined ? wrong(place, expected, report) : shape.read(place, report)
    },
  }
}

/** The same shape with its value turned into another. */
export function mapped<A, B>(shape: Shape<A>, turn: (value: A) => B): Shape<B> {
  return {
    ...shape,
    read(place, report) {
      const value = shape.read(place, report)
      return value === undefined ? undefined : turn(value)
    },
  }
}

export function join(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`
}
