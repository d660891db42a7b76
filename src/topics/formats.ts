import {isUtf8} from 'node:buffer'
import type {Format} from './format-names.js'

/** The text of bytes for a person. It may hold anything: escape it before a terminal sees it. */
export function textOf(bytes: Buffer, format: Format): string {
  switch (format) {
    case 'auto':
      return isUtf8(bytes) ? bytes.toString('utf8') : binaryText(bytes)
    case 'string':
      return bytes.toString('utf8')
    case 'json':
      return compactJson(bytes.toString('utf8'))
    case 'hex':
      return bytes.toString('hex')
    case 'base64':
      return bytes.toString('base64')
    default:
      return format satisfies never
  }
}

const REGISTRY_HEADER_BYTES = 5

/** Serialisers with a schema registry begin with a zero byte and the schema's id. */
export function registrySchemaId(bytes: Buffer): number | undefined {
  return bytes.length > REGISTRY_HEADER_BYTES && bytes[0] === 0 ? bytes.readInt32BE(1) : undefined
}

function binaryText(bytes: Buffer): string {
  const schemaId = registrySchemaId(bytes)
  const hint = schemaId === undefined ? '' : ` (Avro, Protobuf or JSON Schema? schema id ${schemaId})`
  return `0x${bytes.toString('hex')}${hint}`
}

/** On one line, digits of large numbers kept: only line breaks go, and in valid JSON those stand between values. */
function compactJson(text: string): string {
  return parseJson(text) === undefined ? text : text.trim().replaceAll(/[\r\n\t]+ */g, '')
}

/** The parsed value, or undefined where the text isn't JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
