import {parseJson} from './formats.js'

const OPEN_BRACE = 0x7b

/** Connect's JSON envelope: an object of exactly `schema` and `payload`. */
export function isEnvelope(value: unknown): value is {schema: unknown; payload: unknown} {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  const names = Object.keys(value)
  return names.length === 2 && 'schema' in value && 'payload' in value
}

/** The payload's own bytes when these are an envelope, else the bytes as they are. Cut out, not parsed and written anew: 64-bit numbers keep their digits. */
export function unwrapEnvelope(bytes: Buffer): Buffer | null {
  if (bytes[0] !== OPEN_BRACE) return bytes
  const text = bytes.toString('utf8')
  const parsed = parseJson(text)
  if (!isEnvelope(parsed)) return bytes
  if (parsed.payload === null) return null
  const span = memberText(text, 'payload')
  if (span === undefined) return bytes
  return Buffer.from(typeof parsed.payload === 'string' ? parsed.payload : span)
}

/** The text of one member of the outermost object; the whole must be known to be valid JSON. */
export function memberText(text: string, name: string): string | undefined {
  for (let at = text.indexOf('{') + 1; at > 0 && at < text.length; ) {
    const nameStart = text.indexOf('"', at)
    if (nameStart < 0) return undefined
    const nameEnd = endOfString(text, nameStart)
    const valueStart = text.indexOf(':', nameEnd) + 1
    const valueEnd = endOfValue(text, valueStart)
    if (JSON.parse(text.slice(nameStart, nameEnd)) === name) return text.slice(valueStart, valueEnd).trim()
    at = valueEnd + 1
  }
  return undefined
}

/** Where the comma or the brace stands that ends a member's value. */
function endOfValue(text: string, start: number): number {
  let depth = 0
  for (let at = start; at < text.length; at++) {
    const character = text[at]
    if (character === '"') at = endOfString(text, at) - 1
    else if (character === '{' || character === '[') depth++
    else if (depth === 0 && (character === ',' || character === '}')) return at
    else if (character === '}' || character === ']') depth--
  }
  return text.length
}

function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === '\\') at++
    else if (text[at] === '"') return at + 1
  }
  return text.length
}
