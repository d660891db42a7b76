import {isMap, isScalar, type Pair, type YAMLMap} from 'yaml'
import {parseYamlFile, type YamlFile} from '../secrets/yaml-file.js'
import type {Entry, Refuse} from './text-entry.js'

/** The outermost mapping of a YAML text; every scalar is the text it is written in. */
export function yamlEntries(text: string, from: string, refuse: Refuse): readonly Entry[] {
  const file = parseYamlFile(text, from)
  if (file.documents.length > 1) throw refuse('it holds several YAML documents; a file is one connector')
  const contents = file.documents[0]?.contents
  if (!isMap(contents)) throw refuse('settings (name: value) are expected', {line: 1, column: 1})
  return membersOf(contents, file)
}

function membersOf(map: YAMLMap, file: YamlFile): Entry[] {
  return map.items.map((pair: Pair) => {
    const offset = isScalar(pair.key) ? (pair.key.range?.[0] ?? 0) : 0
    return {
      key: isScalar(pair.key) ? String(pair.key.value) : '',
      value: textIn(pair.value, file),
      spot: file.spotAt(offset),
    }
  })
}

function textIn(node: unknown, file: YamlFile): Entry['value'] {
  if (isScalar(node)) return String(node.value ?? '')
  return isMap(node) ? membersOf(node, file) : null
}
