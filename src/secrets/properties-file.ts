import type {Spot} from './yaml-file.js'

/** One `key = value` of a .properties file, with the places of its parts in the text. */
export interface Property {
  readonly key: string
  readonly value: string
  /** Where the value stands, as written, up to the end of its last line. */
  readonly range: readonly [start: number, end: number]
  readonly spot: Spot
}

/** A `#---` line begins a new document, as in Spring Boot. */
export type PropertiesDocument = readonly Property[]

/** Java's rules: `=`, `:` or blanks between key and value, `\` at a line's end joins, blanks at the end belong to the value. */
export function parseProperties(text: string): readonly PropertiesDocument[] {
  const documents: Property[][] = [[]]
  let line = 0
  for (let at = text.startsWith('\ufeff') ? 1 : 0; at < text.length; ) {
    const [end, next, lines] = logicalLine(text, at)
    const raw = text.slice(at, end)
    if (/^[#!]---[ \t]*$/.test(raw)) documents.push([])
    else if (!/^[ \t\f]*(?:[#!]|$)/.test(raw)) documents.at(-1)?.push(property(text, at, end, line))
    line += lines
    at = next
  }
  return documents
}

/** From the start of a line to where its value ends, and to the next line; comment lines are never continued. */
function logicalLine(text: string, start: number): readonly [end: number, next: number, lines: number] {
  const isComment = /^[ \t\f]*[#!]/.test(text.slice(start, start + 200))
  for (let at = start, lines = 1; ; lines++) {
    const lineEnd = endOfLine(text, at)
    const next = lineEnd + (text.startsWith('\r\n', lineEnd) ? 2 : 1)
    const continues = !isComment && isContinued(text, at, lineEnd) && lineEnd < text.length
    if (!continues) return [lineEnd, next, lines]
    at = next
  }
}

function endOfLine(text: string, from: number): number {
  for (let at = from; at < text.length; at++) if (text[at] === '\n' || text[at] === '\r') return at
  return text.length
}

/** An odd number of backslashes at the end. */
function isContinued(text: string, start: number, end: number): boolean {
  let backslashes = 0
  while (end - 1 - backslashes >= start && text[end - 1 - backslashes] === '\\') backslashes += 1
  return backslashes % 2 === 1
}

const lead = /^[ \t\f]*/
const keyAndSeparator = /^((?:\\[\s\S]|[^\\=:\s])*)(?:[ \t\f]|\\\r?\n[ \t\f]*)*[=:]?(?:[ \t\f]|\\\r?\n[ \t\f]*)*/

function property(text: string, start: number, end: number, line: number): Property {
  const raw = text.slice(start, end)
  const indent = lead.exec(raw)?.[0].length ?? 0
  const [whole = '', key = ''] = keyAndSeparator.exec(raw.slice(indent)) ?? []
  const valueAt = start + indent + whole.length
  const before = text.slice(start, valueAt).split(/\r\n|\n|\r/)
  const spot = {line: line + before.length, column: (before.at(-1)?.length ?? 0) + 1}
  return {key: unescaped(key), value: unescaped(text.slice(valueAt, end)), range: [valueAt, end], spot}
}

const named: Readonly<Record<string, string>> = {t: '\t', n: '\n', r: '\r', f: '\f'}

function unescaped(written: string): string {
  return written
    .replaceAll(/\\(?:\r\n|\n|\r)[ \t\f]*/g, '')
    .replaceAll(/\\(?:u([0-9a-fA-F]{4})|([\s\S]))/g, (_, code: string | undefined, character = '') =>
      code === undefined ? (named[character] ?? character) : String.fromCharCode(Number.parseInt(code, 16)),
    )
}
