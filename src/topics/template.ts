import {MsaError} from '../errors.js'
import {valueAt} from './expression.js'
import {pathNames} from './expression-parser.js'
import {parseJson} from './formats.js'
import type {TopicRecord} from './record.js'

/** A piece of output: text, or bytes that must come out as they are. */
export type Piece = string | Buffer
type Part = (record: TopicRecord) => Piece

/** kcat's letters, so that formats typed there work here. */
const TOKENS: Readonly<Record<string, Part>> = {
  t: record => record.topic,
  p: record => String(record.partition),
  o: record => String(record.offset),
  T: record => String(record.timestampMs),
  D: record => new Date(record.timestampMs).toISOString(),
  k: record => record.key ?? '',
  K: record => String(record.key?.length ?? -1),
  s: record => record.value ?? '',
  S: record => String(record.value?.length ?? -1),
  h: record => headersText(record),
  '%': () => '%',
}
const ESCAPES: Readonly<Record<string, string>> = {n: '\n', t: '\t', r: '\r', '0': '\0', '\\': '\\'}
const PART = /%(.)|\{([\w$@][\w$@.[\]-]*)\}|\\([ntr0\\])|\\x([0-9a-fA-F]{2})/gs

/**
 * `%k → %s\n`, `{payload.name} bought {payload.qty}`: tokens, fields and escapes are replaced, the rest is literal, and what a record
 * holds is never looked at again for tokens. Ends each record with a line break unless the template brings one.
 */
export function parseTemplate(text: string): (record: TopicRecord) => Piece[] {
  const parts: Part[] = []
  let literalFrom = 0
  for (const match of text.matchAll(PART)) {
    parts.push(literal(text.slice(literalFrom, match.index)), partOf(match, text))
    literalFrom = match.index + match[0].length
  }
  parts.push(literal(text.slice(literalFrom)))
  if (!/(?:\\n|\n|\\0|\\x[0-9a-fA-F]{2})$/.test(text)) parts.push(literal('\n'))
  return record => parts.map(part => part(record))
}

function partOf([whole, token, path, escaped, hex]: RegExpMatchArray, text: string): Part {
  if (path !== undefined) return fieldPart(path)
  if (escaped !== undefined) return literal(ESCAPES[escaped] ?? whole ?? '')
  if (hex !== undefined) return () => Buffer.from(hex, 'hex')
  const part = TOKENS[token ?? '']
  if (part) return part
  throw new MsaError('E_INPUT', `--template does not know ${whole} (in "${text}")`, {
    details: [
      '%t topic   %p partition   %o offset   %T time in ms   %D date   %k key   %s value   %K %S their sizes   %h headers   %% percent',
      '{payload.name} a field of the JSON value, {$key} and {$headers.name} of the record',
    ],
    tryThis: ["--template '%o %k %s'"],
  })
}

function literal(text: string): Part {
  return () => text
}

function fieldPart(path: string): Part {
  const names = pathNames(path)
  return record => {
    const found = valueAt(names, {record, value: parseJson(record.value?.toString('utf8') ?? 'null')})
    if (found === undefined) return ''
    return typeof found === 'string' ? found : JSON.stringify(found)
  }
}

function headersText(record: TopicRecord): string {
  return record.headers.map(([name, value]) => `${name}=${value?.toString('utf8') ?? 'NULL'}`).join(',')
}
