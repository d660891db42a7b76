import {isUtf8} from 'node:buffer'
import {isEnvelope} from './envelope.js'
import {parseJson, registrySchemaId} from './formats.js'

/** What a key or a value really is, whatever a converter takes it for. */
export type RecordShape = 'nothing' | 'envelope' | 'json' | 'json-scalar' | 'text' | 'registry' | 'bytes'

export function shapeOf(bytes: Buffer | null): RecordShape {
  if (bytes === null) return 'nothing'
  if (registrySchemaId(bytes) !== undefined) return 'registry'
  if (!isUtf8(bytes)) return 'bytes'
  const value = parseJson(bytes.toString('utf8'))
  if (value === undefined) return 'text'
  if (isEnvelope(value)) return 'envelope'
  return typeof value === 'object' && value !== null ? 'json' : 'json-scalar'
}

const WORDS: Readonly<Record<RecordShape, string>> = {
  nothing: 'null',
  envelope: "Connect's envelope {schema, payload}",
  json: 'JSON without a schema',
  'json-scalar': 'a bare JSON number, text or boolean',
  text: 'plain text, no JSON',
  registry: 'bytes for a schema registry (Avro, Protobuf or JSON Schema)',
  bytes: 'bytes, no text',
}

export function shapeWords(shape: RecordShape): string {
  return WORDS[shape]
}
