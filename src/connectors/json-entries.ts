import {type Node, type ParseError, parseTree, printParseErrorCode} from 'jsonc-parser'
import type {Entry, Refuse, Spot} from './text-entry.js'

/** The outermost object of JSON with comments. Scalars come as the text they are written in, as Connect itself reads them. */
export function jsonEntries(text: string, refuse: Refuse): readonly Entry[] {
  const errors: ParseError[] = []
  const root = parseTree(text, errors, {allowTrailingComma: false, disallowComments: false})
  const [error] = errors
  if (error) throw refuse(problemOf(error, text), spotAt(text, error.offset))
  if (root?.type !== 'object') throw refuse('an object with the settings is expected', spotAt(text, root?.offset ?? 0))
  return membersOf(root, text)
}

function membersOf(object: Node, text: string): Entry[] {
  return (object.children ?? []).flatMap(({children: [key, value] = []}) =>
    key && value ? [{key: String(key.value), value: textIn(value, text), spot: spotAt(text, key.offset)}] : [],
  )
}

function textIn(node: Node, text: string): Entry['value'] {
  if (node.type === 'string') return String(node.value)
  if (node.type === 'number' || node.type === 'boolean') return text.slice(node.offset, node.offset + node.length)
  return node.type === 'object' ? membersOf(node, text) : null
}

function problemOf({error, offset, length}: ParseError, text: string): string {
  const found = text.slice(offset, offset + Math.min(length, 20))
  const words = printParseErrorCode(error)
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
  const hint = /^\s*[}\]]/.test(text.slice(offset)) ? ' (is there a comma too many before it?)' : ''
  return `not JSON: ${words}${found === '' ? ' at the end' : ` at "${found}"`}${hint}`
}

export function spotAt(text: string, offset: number): Spot {
  const before = text.slice(0, offset)
  return {line: before.split('\n').length, column: offset - before.lastIndexOf('\n')}
}
