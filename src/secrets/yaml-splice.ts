import {type Document, isAlias, isMap, isPair, isScalar, isSeq, type YAMLMap} from 'yaml'
import type {YamlEntry, YamlNode} from './yaml-entries.js'
import type {YamlFile} from './yaml-file.js'
import {keyTextFor, type ScalarPlace, scalarText} from './yaml-scalar-text.js'

/** Bytes to put in the place of others; what they do is in `replaced` and `emptied`, for who checks the outcome. */
export interface Splice {
  readonly start: number
  readonly end: number
  readonly text: string
  /** The node whose value changes, wherever aliases show it. */
  readonly replaced?: YamlNode
  /** A key without a value that becomes a mapping. */
  readonly emptied?: string
}

/** A new value in the place of an old one; a comment behind it stays. */
export function replacementOf(file: YamlFile, node: YamlNode, value: string): Splice {
  const [start = 0, end = 0] = node.range ?? []
  const old = file.text.slice(start, end)
  if (isScalar(node) && (node.type === 'BLOCK_LITERAL' || node.type === 'BLOCK_FOLDED')) {
    const comment = /^[|>][-+0-9]*([ \t]+#[^\r\n]*)?/.exec(old)?.[1] ?? ''
    const text = scalarText(value, {quotes: 'single', insideFlow: false}) + comment
    return {start, end: start + old.trimEnd().length, text, replaced: node}
  }
  const text = scalarText(value, placeOf(file, node))
  if (old !== '') return {start, end, text, replaced: node}
  const before = /[\s[{]$/.test(file.text.slice(0, start)) ? '' : ' '
  const after = /^(?:[\s,\]}]|$)/.test(file.text.slice(start)) ? '' : ' '
  return {start, end: start, text: before + text + after, replaced: node}
}

function placeOf(file: YamlFile, node: YamlNode): ScalarPlace {
  const quotes = !isScalar(node)
    ? 'none'
    : node.type === 'QUOTE_DOUBLE'
      ? 'double'
      : node.type === 'QUOTE_SINGLE'
        ? 'single'
        : 'none'
  return {quotes, insideFlow: isInsideFlow(file, node.range?.[0] ?? 0)}
}

/** A new key, with mappings for all names but the last, at the end of `parent` (of the document when there is none). */
export function additionInto(
  file: YamlFile,
  document: Document.Parsed | undefined,
  parent: YamlEntry | undefined,
  names: readonly string[],
  value: string,
): Splice {
  const map = parent === undefined ? document?.contents : parent.node
  if (isMap(map) && map.flow) return additionToFlow(file, map as YAMLMap, names, value)
  const step = indentStep(document)
  if (isMap(map) && map.items.length > 0) {
    const indent = ' '.repeat(file.spotAt(offsetOf(map.items[0])).column - 1)
    return insertLines(file, endOf(file, map), blockLines(names, value, indent, step))
  }
  if (parent?.keySpot !== undefined) {
    const indent = ' '.repeat(parent.keySpot.column - 1 + step.length)
    const lines = blockLines(names, value, indent, step)
    return {...insertLines(file, parent.node.range?.[0] ?? 0, lines), emptied: parent.key}
  }
  return insertLines(file, emptyDocumentEnd(file, document), blockLines(names, value, '', step))
}

function blockLines(names: readonly string[], value: string, indent: string, step: string): readonly string[] {
  return names.map((name, level) => {
    const isLast = level === names.length - 1
    const text = isLast ? ` ${scalarText(value, {quotes: 'none', insideFlow: false})}` : ''
    return `${indent}${step.repeat(level)}${keyTextFor(name)}:${text}`
  })
}

function additionToFlow(file: YamlFile, map: YAMLMap, names: readonly string[], value: string): Splice {
  const [last, ...outer] = names.toReversed()
  const leaf = `${keyTextFor(last ?? '')}: ${scalarText(value, {quotes: 'none', insideFlow: true})}`
  const text = outer.reduce((inner, name) => `${keyTextFor(name)}: {${inner}}`, leaf)
  if (map.items.length === 0) {
    const start = (map.range?.[0] ?? 0) + 1
    return {start, end: start, text}
  }
  const start = endOf(file, map.items.at(-1))
  return {start, end: start, text: `, ${text}`}
}

/** Whole lines after the line in which `offset` lies. */
function insertLines(file: YamlFile, offset: number, lines: readonly string[]): Splice {
  const eol = file.text.includes('\r\n') ? '\r\n' : '\n'
  const lineEnd = file.text.indexOf('\n', offset)
  if (lineEnd >= 0) return {start: lineEnd + 1, end: lineEnd + 1, text: lines.map(line => line + eol).join('')}
  const end = file.text.length
  const isAtLineStart = end === 0 || file.text.endsWith('\n') || file.text === '\ufeff'
  return {start: end, end, text: isAtLineStart ? lines.map(line => line + eol).join('') : eol + lines.join(eol)}
}

/** Where the last character of a node stands, comments and blank lines behind it left out. */
function endOf(file: YamlFile, node: unknown): number {
  if (isPair(node)) return Math.max(endOf(file, node.key), endOf(file, node.value))
  if ((isMap(node) || isSeq(node)) && !node.flow && node.items.length > 0) return endOf(file, node.items.at(-1))
  if (!isScalar(node) && !isAlias(node) && !isMap(node) && !isSeq(node)) return 0
  const [start = 0, end = 0] = node.range ?? []
  return start + file.text.slice(start, end).trimEnd().length
}

function emptyDocumentEnd(file: YamlFile, document: Document.Parsed | undefined): number {
  if (document === undefined || document === file.documents.at(-1)) return file.text.length
  return Math.max(0, document.range[1] - 1)
}

/** As deep as the first mapping within a mapping is indented; two blanks where there is none. */
function indentStep(document: Document.Parsed | undefined): string {
  const root = document?.contents
  if (!isMap(root)) return '  '
  for (const pair of root.items) {
    if (!isMap(pair.value) || pair.value.flow || pair.value.items.length === 0) continue
    const source = pair.value.srcToken
    const indent = source !== undefined && 'indent' in source ? source.indent : 2
    return ' '.repeat(indent)
  }
  return '  '
}

function offsetOf(pair: unknown): number {
  return isPair(pair) && isScalar(pair.key) ? (pair.key.range?.[0] ?? 0) : 0
}

/** Between brackets, as the documents' own flow collections say. */
function isInsideFlow(file: YamlFile, offset: number): boolean {
  const within = (node: unknown): boolean => {
    if (isPair(node)) return within(node.key) || within(node.value)
    if (!isMap(node) && !isSeq(node)) return false
    const [start = 0, end = 0] = node.range ?? []
    if (offset < start || offset > end) return false
    return node.flow === true || node.items.some(within)
  }
  return file.documents.some(document => within(document.contents))
}
