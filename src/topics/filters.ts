import {safeRegex} from '../safe-regex.js'
import {type RecordTest, recordExpression} from './expression.js'
import {textOf} from './formats.js'
import type {TopicRecord} from './record.js'

export interface FilterRequest {
  /** Regular expression over key, value and headers as text. */
  readonly grep?: string | undefined
  readonly ignoreCase?: boolean | undefined
  readonly expression?: string | undefined
  /** Globs: `user-*`. */
  readonly key?: string | undefined
  readonly value?: string | undefined
  /** `name` (is there at all) or `name=glob`; all of them must hold. */
  readonly headers?: readonly string[] | undefined
}

/** Longer texts are searched up to here: a value of 10 MiB must not hold up a stream. */
const SEARCHED_BYTES = 1024 * 1024

/** One test of all that is asked for; undefined when nothing is, so that the fast path stays fast. */
export function recordFilter(request: FilterRequest): RecordTest | undefined {
  const tests: RecordTest[] = []
  if (request.key !== undefined) tests.push(globTest(request.key, record => record.key))
  if (request.value !== undefined) tests.push(globTest(request.value, record => record.value))
  for (const header of request.headers ?? []) tests.push(headerTest(header))
  if (request.grep !== undefined) tests.push(grepTest(request.grep, request.ignoreCase === true))
  if (request.expression !== undefined) tests.push(recordExpression(request.expression))
  return tests.length === 0 ? undefined : record => tests.every(test => test(record))
}

function grepTest(pattern: string, ignoreCase: boolean): RecordTest {
  const matches = safeRegex(pattern, {flag: '--grep', ignoreCase})
  return record =>
    [record.value, record.key].some(bytes => bytes !== null && matches(searched(bytes))) ||
    record.headers.some(([name, bytes]) => matches(`${name}: ${bytes === null ? '' : searched(bytes)}`))
}

function globTest(pattern: string, part: (record: TopicRecord) => Buffer | null): RecordTest {
  const matches = glob(pattern)
  return record => {
    const bytes = part(record)
    return bytes !== null && matches(searched(bytes))
  }
}

function headerTest(text: string): RecordTest {
  const equals = text.indexOf('=')
  const name = equals < 0 ? text : text.slice(0, equals)
  const matches = equals < 0 ? () => true : glob(text.slice(equals + 1))
  return record => record.headers.some(([is, bytes]) => is === name && matches(bytes === null ? '' : searched(bytes)))
}

function searched(bytes: Buffer): string {
  return textOf(bytes.length > SEARCHED_BYTES ? bytes.subarray(0, SEARCHED_BYTES) : bytes, 'auto')
}

/** `*` any run, `?` one character, everything else itself; over the whole text. */
export function glob(pattern: string): (text: string) => boolean {
  const source = [...pattern].map(character => {
    if (character === '*') return '.*'
    return character === '?' ? '.' : character.replace(/[\\^$.|+()[\]{}]/, '\\$&')
  })
  return safeRegex(`(?s)^${source.join('')}$`, {flag: 'a pattern'})
}
