import {nearest} from '../../nearest.js'
import type {Report} from './mistakes.js'
import {describe, type TreeNode} from './tree.js'

export interface JsonSchema {
  readonly [keyword: string]: unknown
}

/** A node of the lab file and the way to it. */
export interface Place {
  readonly node: TreeNode
  readonly path: string
}

/**
 * What may stand at one place of the lab file. One source for both: the parser reads by it, and editors get its JSON schema.
 * `read` reports every mistake it sees and answers undefined when there is no value to go on with.
 */
export interface Shape<T> {
  readonly expected: string
  readonly schema: JsonSchema
  readonly read: (place: Place, report: Report) => T | undefined
}

export interface TextRule<T> {
  readonly expected: string
  readonly schema?: JsonSchema
  /** The value of the text, or undefined when it isn't of this form. */
  readonly parse: (text: string) => T | undefined
  readonly near?: readonly string[]
}

/** Text of a certain form. */
export function parsedText<T>({expected, schema, parse, near}: TextRule<T>): Shape<T> {
  return {
    expected,
    schema: {type: 'string', ...schema},
    read(place, report) {
      const value = place.node.kind === 'text' ? parse(place.node.value) : undefined
      if (value === undefined) wrong(place, expected, report, near)
      return value
    },
  }
}

export function text(expected: string, pattern?: RegExp): Shape<string> {
  return parsedText({
    expected,
    schema: pattern === undefined ? {} : {pattern: pattern.source},
    parse: value => (pattern === undefined || pattern.test(value) ? value : undefined),
  })
}

/** Text, or a number or a truth value as it is written: what environment variables and server settings are made of. */
export function looseText(expected: string): Shape<string> {
  return {
    expected,
    schema: {type: ['string', 'number', 'boolean']},
    read(place, report) {
      if (place.node.kind === 'text') return place.node.value
      if (place.node.kind === 'number') return place.node.source
      if (place.node.kind === 'boolean') return String(place.node.value)
      return wrong(place, expected, report)
    },
  }
}

export function integer(min: number, max: number, expected = `a whole number from ${min} to ${max}`): Shape<number> {
  return {
    expected,
    // A variable (`${PORT:-9092}`) is text for an editor and a number once it is filled in.
    schema: {
      anyOf: [
        {type: 'integer', minimum: min, maximum: max},
        {type: 'string', pattern: '\\$\\{'},
      ],
    },
    read(place, report) {
      const {node} = place
      if (node.kind === 'number' && Number.isInteger(node.value) && node.value >= min && node.value <= max)
        return node.value
      return wrong(place, expected, report)
    },
  }
}

export const yesOrNo: Shape<boolean> = {
  expected: 'true or false',
  schema: {type: 'boolean'},
  read(place, report) {
    return place.node.kind === 'boolean' ? place.node.value : wrong(place, yesOrNo.expected, report)
  },
}

/** One of a few words. `hints` are words of other tools for the same thing. */
export function oneOf<const W extends string>(words: readonly W[], hints: Readonly<Record<string, W>> = {}): Shape<W> {
  const expected = words.length === 1 ? `"${words[0]}"` : `one of ${words.join(', ')}`
  return {
    expected,
    schema: {enum: words},
    read(place, report) {
      const {node} = place
      const found = node.kind === 'text' ? words.find(word => word === node.value) : undefined
      if (found !== undefined) return found
      const hint = node.kind === 'text' && Object.hasOwn(hints, node.value) ? hints[node.value] : undefined
      return wrong(place, expected, report, words, hint)
    },
  }
}

/** Nothing stands there, and that means this. */
export function constant<T>(value: T): Shape<T> {
  return {expected: 'nothing', schema: {type: 'null'}, read: () => value}
}

/** Reports that something else was expected, with the advice to quote where YAML read text as something else. */
export function wrong(
  place: Place,
  expected: string,
  report: Report,
  near: readonly string[] = [],
  hint?: string,
): undefined {
  const {node, path} = place
  if (node.kind === 'broken') return undefined
  const quote = node.kind === 'number' && /text|name/.test(expected) ? ` (in quotes: '${node.source}')` : ''
  const word = node.kind === 'text' ? node.value : ''
  report({
    spot: node.spot,
    path,
    problem: `found ${describe(node)}`,
    expected: `${expected}${quote}`,
    nearest: hint ?? nearest(word, near),
  })
  return undefined
}
