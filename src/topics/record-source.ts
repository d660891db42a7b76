import {parsePlaceholders} from './placeholders.js'
import type {RecordSource} from './produce.js'
import type {OutgoingRecord} from './produce-request.js'
import {lineParser, ndjsonParser, type ParseRecord, parseHeaders, type RecordDefaults} from './record-parser.js'
import {splitLines} from './split-lines.js'

/** How values become records. */
export interface RecordFlags {
  readonly 'input-format': 'lines' | 'ndjson' | 'whole'
  readonly key?: string | undefined
  readonly 'key-separator'?: string | undefined
  readonly 'key-field'?: string | undefined
  readonly header?: readonly string[] | undefined
  readonly partition?: number | undefined
}

/** Wraps a value, such as in Connect's envelope. */
export type Enclose = (value: Uint8Array, number: number) => Uint8Array

export async function* argumentSource(
  values: readonly string[],
  flags: RecordFlags,
  defaults: RecordDefaults,
  enclose: Enclose | undefined,
): RecordSource {
  const parse = parserFor(flags, defaults, enclose)
  yield values.map((value, index) => parse(Buffer.from(value), index + 1))
}

export async function* inputSource(
  chunks: AsyncIterable<Uint8Array>,
  flags: RecordFlags,
  defaults: RecordDefaults,
  enclose: Enclose | undefined,
): RecordSource {
  const parse = parserFor(flags, defaults, enclose)
  if (flags['input-format'] === 'whole') {
    const whole: Uint8Array[] = []
    for await (const chunk of chunks) whole.push(chunk)
    yield [parse(Buffer.concat(whole), 1)]
    return
  }
  let number = 0
  for await (const lines of splitLines(chunks)) {
    yield parsed(lines, parse, number + 1)
    number += lines.length
  }
}

const GROUP = 1_000

/** The values again and again, each time with its placeholders filled anew. */
export async function* repeatedSource(
  values: readonly string[],
  flags: RecordFlags,
  count: number,
  enclose: Enclose | undefined,
): RecordSource {
  const fills = values.map(value => parsePlaceholders(value))
  const key = flags.key === undefined ? undefined : parsePlaceholders(flags.key)
  const headers = (flags.header ?? []).map(header => parsePlaceholders(header))
  const make = (number: number): OutgoingRecord => {
    const defaults = {
      key: key === undefined ? null : Buffer.from(key(number)),
      headers: parseHeaders(headers.map(fill => fill(number))),
      partition: flags.partition,
    }
    const value = fills[(number - 1) % fills.length]?.(number) ?? ''
    return parserFor(flags, defaults, enclose)(Buffer.from(value), number)
  }
  for (let first = 1; first <= count; first += GROUP) {
    const size = Math.min(GROUP, count - first + 1)
    yield lazily(size, index => make(first + index))
  }
}

/** One at a time, as they are taken: with `--rate` the time in a record is the time at which it is sent. */
function* lazily(size: number, make: (index: number) => OutgoingRecord): Generator<OutgoingRecord> {
  for (let index = 0; index < size; index++) yield make(index)
}

/** Also lazily: a record that cannot be understood doesn't keep back those before it. */
function parsed(lines: readonly Buffer[], parse: ParseRecord, firstNumber: number): Iterable<OutgoingRecord> {
  return {
    *[Symbol.iterator]() {
      for (const [index, line] of lines.entries()) yield parse(line, firstNumber + index)
    },
  }
}

function parserFor(flags: RecordFlags, defaults: RecordDefaults, enclose: Enclose | undefined): ParseRecord {
  const shape = {keySeparator: flags['key-separator'], keyField: flags['key-field']}
  const parse = flags['input-format'] === 'ndjson' ? ndjsonParser(defaults) : lineParser(defaults, shape)
  if (enclose === undefined) return parse
  return (line, number) => {
    const record = parse(line, number)
    return record.value === null ? record : {...record, value: enclose(record.value, number)}
  }
}
