import type {HeaderPair} from '../clients/kafka-wire/batch-builder.js'
import {MsaError} from '../errors.js'
import {badRecord} from './bad-record.js'
import {memberText} from './envelope.js'
import {pathNames} from './expression-parser.js'
import {parseJson} from './formats.js'
import type {OutgoingRecord} from './produce-request.js'

/** What all records of one call have in common, unless one of them brings its own. */
export interface RecordDefaults {
  readonly key: Uint8Array | null
  readonly headers: readonly HeaderPair[]
  readonly partition: number | undefined
}

export interface LineShape {
  /** `:` makes `user-1:hello` a key and a value. */
  readonly keySeparator: string | undefined
  /** A field of the JSON value to take for the key. */
  readonly keyField: string | undefined
}

export type ParseRecord = (line: Buffer, number: number) => OutgoingRecord

/** A line is a value, byte for byte; with a separator its key stands before it. */
export function lineParser(defaults: RecordDefaults, {keySeparator, keyField}: LineShape): ParseRecord {
  const {headers, partition} = defaults
  // Written out: a spread would cost more than all the rest of the way to the broker.
  const record = (key: Uint8Array | null, value: Buffer) => ({key, value, headers, partition, timestampMs: undefined})
  if (keyField !== undefined) {
    const names = pathNames(keyField)
    return (line, number) => record(fieldOf(line, names, keyField, number), line)
  }
  if (keySeparator === undefined) return line => record(defaults.key, line)
  const separator = Buffer.from(keySeparator)
  return (line, number) => {
    const at = line.indexOf(separator)
    if (at < 0) throw badRecord(number, `there is no "${keySeparator}" between a key and a value`, line)
    return record(line.subarray(0, at), line.subarray(at + separator.length))
  }
}

function fieldOf(line: Buffer, names: readonly string[], path: string, number: number): Buffer {
  let found = parseJson(line.toString('utf8'))
  for (const name of names) found = typeof found === 'object' && found !== null ? Reflect.get(found, name) : undefined
  if (found === undefined || found === null)
    throw badRecord(number, `it has no field ${path} to take for the key`, line)
  return Buffer.from(typeof found === 'string' ? found : JSON.stringify(found))
}

/** A line is a JSON object of key, value, headers, partition, timestamp: what `topic tail --json` prints can be written again. */
export function ndjsonParser(defaults: RecordDefaults): ParseRecord {
  return (line, number) => {
    const text = line.toString('utf8')
    const record = parseJson(text)
    if (typeof record !== 'object' || record === null || !('value' in record))
      throw badRecord(number, 'it is no JSON object with a "value"', line)
    const part = (name: 'key' | 'value') =>
      bytesOf(Reflect.get(record, name), text, name, Reflect.get(record, `${name}Encoding`))
    return {
      key: 'key' in record ? part('key') : defaults.key,
      value: part('value'),
      headers: 'headers' in record ? headersOf(record.headers) : defaults.headers,
      partition: defaults.partition ?? ('partition' in record ? wholeNumber(record.partition) : undefined),
      timestampMs: 'timestamp' in record ? wholeNumber(record.timestamp) : undefined,
    }
  }
}

/** An object or a number keeps the very text it was written in: large numbers stay what they are. */
function bytesOf(value: unknown, text: string, name: string, encoding: unknown): Buffer | null {
  if (value === null || value === undefined) return null
  if (typeof value === 'string') return Buffer.from(value, encoding === 'base64' ? 'base64' : 'utf8')
  return Buffer.from(memberText(text, name) ?? JSON.stringify(value))
}

function headersOf(headers: unknown): HeaderPair[] {
  if (typeof headers !== 'object' || headers === null) return []
  return Object.entries(headers).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value]).map((item): HeaderPair => [name, headerBytes(item)]),
  )
}

function headerBytes(value: unknown): Buffer | null {
  if (value === null || value === undefined) return null
  if (typeof value === 'object' && 'base64' in value) return Buffer.from(String(value.base64), 'base64')
  return Buffer.from(typeof value === 'string' ? value : JSON.stringify(value))
}

function wholeNumber(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 ? value : undefined
}

/** `name=value`, repeated */
export function parseHeaders(texts: readonly string[]): HeaderPair[] {
  return texts.map(text => {
    const equals = text.indexOf('=')
    if (equals > 0) return [text.slice(0, equals), Buffer.from(text.slice(equals + 1))]
    throw new MsaError('E_INPUT', `--header wants NAME=VALUE, not "${text}"`, {tryThis: ['--header trace-id=abc']})
  })
}
