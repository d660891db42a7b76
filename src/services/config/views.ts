import {jsonOf, plainScalar, type SpringValue, textOf} from '../../secrets/spring-value.js'
import {keyTextFor, scalarText} from '../../secrets/yaml-scalar-text.js'
import {type Merged, resolvePlaceholders} from './merged.js'
import type {ViewFormat} from './request.js'
import {isBranch, type Tree, type TreeList, type TreeMap, toTree} from './tree.js'

/** All properties of an application in one text. `resolve` fills in placeholders. */
export function renderView(properties: Merged, format: ViewFormat, resolve: boolean): string {
  const filled = (text: string) => (resolve ? resolvePlaceholders(text, properties) : text)
  if (format === 'properties') {
    return [...properties].map(([key, value]) => `${key}: ${filled(textOf(value))}`).join('\n')
  }
  const tree = toTree(properties)
  return format === 'json' ? json(tree, filled) : tree.size === 0 ? '{}\n' : yamlMap(tree, '', filled)
}

type Fill = (text: string) => string

function json(tree: Tree, filled: Fill): string {
  if (Array.isArray(tree)) return `[${tree.map(item => json(item, filled)).join(',')}]`
  if (tree instanceof Map) {
    return `{${[...tree].map(([key, value]) => `${JSON.stringify(key)}:${json(value, filled)}`).join(',')}}`
  }
  return jsonOf(typeof tree === 'string' ? filled(tree) : tree)
}

function yamlMap(map: TreeMap, indent: string, filled: Fill): string {
  return [...map].map(([key, value]) => `${indent}${keyTextFor(key)}:${yamlValue(value, indent, filled)}`).join('')
}

function yamlValue(value: Tree, indent: string, filled: Fill): string {
  if (!isBranch(value)) return ` ${yamlScalar(value, filled)}\n`
  // Lists stand at the indentation of their key, as Java's library writes them.
  return Array.isArray(value) ? `\n${yamlList(value, indent, filled)}` : `\n${yamlMap(value, `${indent}  `, filled)}`
}

function yamlList(list: TreeList, indent: string, filled: Fill): string {
  return list
    .map(item => {
      if (!isBranch(item)) return `${indent}- ${yamlScalar(item, filled)}\n`
      const inner = Array.isArray(item) ? yamlList(item, `${indent}  `, filled) : yamlMap(item, `${indent}  `, filled)
      return `${indent}- ${inner.slice(indent.length + 2)}`
    })
    .join('')
}

/** Spring fills placeholders into the finished text, so that `${port}` comes out as a number and not as a quoted text. */
function yamlScalar(value: SpringValue, filled: Fill): string {
  if (typeof value !== 'string') return textOf(value)
  const text = filled(value)
  if (text !== value && /^[\w./@-]+(?: [\w./@-]+)*$/.test(text)) return text
  // A text that would be read as something else stays a text.
  return scalarText(text, {quotes: typeof plainScalar(text) === 'string' ? 'none' : 'single', insideFlow: false})
}
