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
function memberText(text: string, name: string): string | undefined {
  let depth = 0
  let valueStart: number | undefined
  for (let at = 0; at < text.length; at++) {
    const character = text[at]
    if (character === '"') {
      const end = endOfString(text, at)
      const colon = depth === 1 && valueStart === undefined ? colonAfter(text, end) : undefined
      if (colon !== undefined && JSON.parse(text.slice(at, end)) === name) valueStart = colon + 1
      at = colon ?? end - 1
    } else if (character === '{' || character === '[') depth++
    else if (character === '}' || character === ']') depth--
    if (valueStart !== undefined && at >= valueStart) {
      if (depth === 0) return text.slice(valueStart, at).trim()
      if (depth === 1 && character === ',') return text.slice(valueStart, at).trim()
    }
  }
  return undefined
}

function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === '\\') at++
    else if (text[at] === '"') return at + 1
  }
  return text.length
}

function colonAfter(text: string, from: number): number | undefined {
  const match = /^\s*:/.exec(text.slice(from, from + 64))
  return match ? from + match[0].length - 1 : undefined
}
