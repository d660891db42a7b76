import {isUtf8} from 'node:buffer'
import {parseJson} from './formats.js'
import type {OutputBuffer} from './output-buffer.js'

const QUOTE = 0x22
const BACKSLASH = 0x5c
/** C0, DEL, C1, bidi controls and the two separators that are line breaks to some: they must neither steer a terminal nor break the line. */
const UNSAFE = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g

/** Appends bytes as a JSON string. Printable ASCII goes byte by byte, without becoming a JavaScript string. */
export function appendJsonString(out: OutputBuffer, from: Buffer, start: number, end: number): void {
  out.reserve((end - start) * 2 + 2)
  const to = out.bytes
  const began = out.length
  let at = began
  to[at++] = QUOTE
  for (let index = start; index < end; index++) {
    const byte = from[index] as number
    if (byte < 0x20 || byte > 0x7e) {
      out.length = began
      out.text(quote(from.toString('utf8', start, end)))
      return
    }
    if (byte === QUOTE || byte === BACKSLASH) to[at++] = BACKSLASH
    to[at++] = byte
  }
  to[at++] = QUOTE
  out.length = at
}

/** `JSON.stringify`, and control characters that it lets through escaped too. */
export function quote(text: string): string {
  return JSON.stringify(text).replace(UNSAFE, escaped)
}

/** Appends bytes that are a JSON object or array as they are, on one line. False (and nothing appended) when they are not. */
export function appendJsonDocument(out: OutputBuffer, from: Buffer, start: number, end: number): boolean {
  const first = from[start]
  const last = from[end - 1]
  const looksLikeIt = (first === 0x7b && last === 0x7d) || (first === 0x5b && last === 0x5d)
  return looksLikeIt && appendAnyJson(out, from, start, end)
}

/** The same for any JSON value: a number, a string, true, false, null too. */
export function appendAnyJson(out: OutputBuffer, from: Buffer, start: number, end: number): boolean {
  if (isPlain(from, start, end)) {
    if (parseJson(from.toString('latin1', start, end)) === undefined) return false
    out.appendRange(from, start, end)
    return true
  }
  const bytes = from.subarray(start, end)
  const text = isUtf8(bytes) ? bytes.toString('utf8') : ''
  if (parseJson(text) === undefined) return false
  // White space between values; inside strings these characters cannot stand unescaped.
  out.text(text.replaceAll(/[\r\n\t]/g, ' ').replace(UNSAFE, escaped))
  return true
}

function isPlain(from: Buffer, start: number, end: number): boolean {
  for (let index = start; index < end; index++) {
    const byte = from[index] as number
    if (byte < 0x20 || byte > 0x7e) return false
  }
  return true
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
}
