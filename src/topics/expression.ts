import {safeRegex} from '../safe-regex.js'
import {isEnvelope, unwrapEnvelope} from './envelope.js'
import {type Comparison, type Expression, parseExpression} from './expression-parser.js'
import {parseJson, textOf} from './formats.js'
import type {TopicRecord} from './record.js'

export type RecordTest = (record: TopicRecord) => boolean

/** `payload.qty > 3` as a test of records. Names are fields of the JSON value, or of the payload in Connect's envelope; `$key`, `$offset` … the record's own. */
export function recordExpression(text: string): RecordTest {
  const evaluate = compile(parseExpression(text))
  return record => truthOf(evaluate({record, value: parseJson(record.value?.toString('utf8') ?? 'null')}))
}

/** What a path names in a record; undefined where there is no such thing. Shared with templates. */
export function valueAt(names: readonly string[], {record, value}: Scope): unknown {
  const [first = '', ...rest] = names
  const own = Object.hasOwn(OWN_FIELDS, first) ? OWN_FIELDS[first] : undefined
  if (own) return own(record, rest)
  const found = follow(names, value)
  return found === undefined && isEnvelope(value) ? follow(names, value.payload) : found
}

export interface Scope {
  readonly record: TopicRecord
  /** The parsed value. */
  readonly value: unknown
}

const OWN_FIELDS: Readonly<Record<string, (record: TopicRecord, rest: readonly string[]) => unknown>> = {
  $topic: record => record.topic,
  $partition: record => record.partition,
  $offset: record => record.offset,
  $timestamp: record => record.timestampMs,
  $key: (record, rest) => partOf(record.key, rest),
  $value: (record, rest) => partOf(record.value, rest),
  $headers: (record, rest) => {
    const header = record.headers.find(([name]) => name === rest.join('.'))
    return header?.[1] ? textOf(header[1], 'auto') : undefined
  },
}

/** `$key` is its text, `$key.id` a field of its JSON. */
function partOf(bytes: Buffer | null, rest: readonly string[]): unknown {
  if (bytes === null) return null
  if (rest.length === 0) return textOf(bytes, 'auto')
  return follow(rest, parseJson((unwrapEnvelope(bytes) ?? bytes).toString('utf8')))
}

function follow(names: readonly string[], value: unknown): unknown {
  let found = value
  for (const name of names) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, name)) return undefined
    found = (found as Record<string, unknown>)[name]
  }
  return found
}

type Evaluate = (scope: Scope) => unknown

function compile(expression: Expression): Evaluate {
  switch (expression.kind) {
    case 'literal':
      return () => expression.value
    case 'path':
      return scope => valueAt(expression.names, scope)
    case 'not': {
      const of = compile(expression.of)
      return scope => !truthOf(of(scope))
    }
    case 'and':
    case 'or': {
      const [left, right] = [compile(expression.left), compile(expression.right)]
      if (expression.kind === 'and') return scope => truthOf(left(scope)) && truthOf(right(scope))
      return scope => truthOf(left(scope)) || truthOf(right(scope))
    }
    case 'compare':
      return compileComparison(expression.operator, expression.left, expression.right)
    default:
      return expression satisfies never
  }
}

function compileComparison(operator: Comparison, leftSide: Expression, rightSide: Expression): Evaluate {
  const [left, right] = [compile(leftSide), compile(rightSide)]
  if (operator === '~' && rightSide.kind === 'literal') {
    const matches = safeRegex(String(rightSide.value), {flag: '--filter'})
    return scope => isScalar(left(scope)) && matches(String(left(scope)))
  }
  return scope => compare(operator, left(scope), right(scope))
}

/** Numbers with numbers (a text that is a number counts as one), else text with text. A field that isn't there equals only null. */
export function compare(operator: Comparison, left: unknown, right: unknown): boolean {
  if (operator === '==') return isSame(left, right)
  if (operator === '!=') return !isSame(left, right)
  if (operator === '~')
    return isScalar(left) && isScalar(right) && safeRegex(String(right), {flag: '--filter'})(String(left))
  if (operator === 'contains') return contains(left, right)
  if (!isScalar(left) || !isScalar(right)) return false
  const [a, b] = [Number(left), Number(right)]
  const order = Number.isNaN(a) || Number.isNaN(b) ? String(left).localeCompare(String(right), 'en') : a - b
  if (operator === '>') return order > 0
  if (operator === '>=') return order >= 0
  return operator === '<' ? order < 0 : order <= 0
}

function isSame(left: unknown, right: unknown): boolean {
  if (left === undefined || left === null || right === undefined || right === null)
    return (left ?? null) === (right ?? null)
  return typeof left === typeof right
    ? left === right
    : isScalar(left) && isScalar(right) && String(left) === String(right)
}

function contains(whole: unknown, part: unknown): boolean {
  if (Array.isArray(whole)) return whole.some(item => isSame(item, part))
  return isScalar(whole) && isScalar(part) && String(whole).includes(String(part))
}

function isScalar(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
}

function truthOf(value: unknown): boolean {
  return value !== undefined && value !== null && value !== false && value !== 0 && value !== ''
}
