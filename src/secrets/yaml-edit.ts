import {type Document, isMap, isSeq} from 'yaml'
import {MsaError} from '../errors.js'
import {type PropertyPath, springKey} from './property-path.js'
import {textOf} from './spring-value.js'
import {type YamlEntry, yamlEntries} from './yaml-entries.js'
import {parseYamlFile, type YamlFile, yamlError} from './yaml-file.js'
import {additionInto, replacementOf, type Splice} from './yaml-splice.js'

export interface ConfigChange {
  readonly path: PropertyPath
  readonly value: string
  /** Which document of the file, from 0; needed only where several have the key. */
  readonly document?: number | undefined
  /** Write the value out where it came by an alias or a merge, instead of refusing. */
  readonly unalias?: boolean
}

/** Changes one value and leaves every other byte: comments, order, quotes, anchors, line ends (promise P17). Throws rather than guesses. */
export function editYaml(text: string, fileName: string, change: ConfigChange): string {
  const {path} = change
  const file = parseYamlFile(text, fileName)
  const index = documentFor(file, path, change.document)
  const document = file.documents[index]
  const entries = document === undefined ? [] : yamlEntries(file, document)
  const splice = decideSplice(file, document, entries, path, change)
  const edited = text.slice(0, splice.start) + splice.text + text.slice(splice.end)
  rejectSideEffects(file, parseYamlFile(edited, fileName), index, splice, path.key, change.value)
  return edited
}

/** The document that has the key; where none has it, the first one that is not bound to a profile. */
function documentFor(file: YamlFile, {key}: PropertyPath, asked: number | undefined): number {
  const count = Math.max(1, file.documents.length)
  if (asked !== undefined) {
    if (asked < count) return asked
    throw new MsaError('E_USAGE', `${file.name} has ${count} documents, numbered from 0`, {tryThis: ['--document 0']})
  }
  const keys = file.documents.map(document => new Set(yamlEntries(file, document).map(entry => entry.key)))
  const having = [...keys.keys()].filter(index => keys[index]?.has(key))
  if (having.length > 1) {
    throw new MsaError('E_USAGE', `${key} stands in the documents ${having.join(', ')} of ${file.name}`, {
      tryThis: having.map(index => `--document ${index}`) as [string, ...string[]],
    })
  }
  const unbound = keys.findIndex(names => ![...names].some(name => name.startsWith('spring.config.activate.')))
  return having[0] ?? Math.max(0, unbound)
}

function decideSplice(
  file: YamlFile,
  document: Document.Parsed | undefined,
  entries: readonly YamlEntry[],
  path: PropertyPath,
  change: ConfigChange,
): Splice {
  const found = entries.findLast(entry => entry.key === path.key)
  if (found === undefined) return decideAddition(file, document, entries, path, change.value)
  if (found.value === undefined && !(isMap(found.node) && found.node.items.length === 0)) {
    throw yamlError(file.name, found.spot, `${path.key} is ${kindOf(found)}, not one value`, 'Name one value inside it')
  }
  if (found.via === 'itself') return replacementOf(file, found.node, change.value)
  return decideUnalias(file, document, entries, path, change, found)
}

/** Only what stands right at its place can be written out without touching its neighbours. */
function decideUnalias(
  file: YamlFile,
  document: Document.Parsed | undefined,
  entries: readonly YamlEntry[],
  path: PropertyPath,
  change: ConfigChange,
  found: YamlEntry,
): Splice {
  const parent = entries.findLast(entry => entry.key === springKey(path.segments.slice(0, -1)))
  const isDirect = path.segments.length === 1 || parent?.via === 'itself'
  if (!isDirect || change.unalias !== true) {
    throw yamlError(
      file.name,
      found.sharedAt ?? found.spot,
      `${path.key} is shared with line ${found.spot.line} by ${found.via === 'merge' ? 'a merge' : 'an alias'}`,
      ...(isDirect ? ['Write it out here only: --unalias'] : []),
      `Change it for all, at ${file.name}:${found.spot.line}`,
    )
  }
  if (found.aliasRange !== undefined) {
    const [start, end] = found.aliasRange
    const {text} = replacementOf(file, found.node, change.value)
    return {start, end, text}
  }
  const others = entries.filter(entry => entry !== found)
  return decideAddition(file, document, others, path, change.value)
}

function decideAddition(
  file: YamlFile,
  document: Document.Parsed | undefined,
  entries: readonly YamlEntry[],
  {segments, key}: PropertyPath,
  value: string,
): Splice {
  for (let depth = segments.length - 1; depth > 0; depth--) {
    const prefix = springKey(segments.slice(0, depth))
    const entry = entries.findLast(candidate => candidate.key === prefix)
    if (entry === undefined) continue
    rejectDeadEnd(file, entry, segments[depth])
    return additionInto(file, document, entry, namesOf(file, segments.slice(depth), key), value)
  }
  const root = document?.contents ?? null
  if (isSeq(root)) throw yamlError(file.name, file.spotAt(root.range[0]), 'the file is a list, not a mapping')
  return additionInto(file, document, undefined, namesOf(file, segments, key), value)
}

function rejectDeadEnd(file: YamlFile, entry: YamlEntry, next: PropertyPath['segments'][number] | undefined): void {
  if (entry.via !== 'itself') {
    throw yamlError(file.name, entry.sharedAt ?? entry.spot, `${entry.key} is shared with line ${entry.spot.line}`)
  }
  if (isSeq(entry.node)) {
    const size = entry.node.items.length
    const problem =
      next !== undefined && 'index' in next ? `has ${size} items, [${next.index}] is out of range` : 'is a list'
    throw yamlError(file.name, entry.spot, `${entry.key} ${problem}`)
  }
  if (entry.value !== undefined && entry.value !== '') {
    const shown = String(entry.value).startsWith('{cipher}') ? 'a {cipher}' : 'a single value'
    throw yamlError(file.name, entry.spot, `${entry.key} is ${shown}, not a mapping`, 'See it with: msa config get')
  }
}

function namesOf(file: YamlFile, segments: PropertyPath['segments'], key: string): readonly string[] {
  return segments.map(segment => {
    if ('name' in segment) return segment.name
    throw yamlError(file.name, {line: 1, column: 1}, `${key} would begin a list`, 'Write the list in the file by hand')
  })
}

function kindOf(entry: YamlEntry): string {
  return isSeq(entry.node) ? 'a list' : 'a mapping'
}

/** Reads the edited text back: the value must be there, and nothing else may have changed. */
function rejectSideEffects(
  before: YamlFile,
  after: YamlFile,
  index: number,
  splice: Splice,
  key: string,
  value: string,
): void {
  const expected = before.documents.map((document, number) => {
    const values = valuesOf(before, document, entry => (entry.node === splice.replaced ? value : undefined))
    if (number === index) {
      if (splice.emptied !== undefined) values.delete(splice.emptied)
      values.set(key, value)
    }
    return values
  })
  if (expected.length === 0) expected.push(new Map([[key, value]]))
  const actual = after.documents.map(document => valuesOf(after, document, () => undefined))
  const isSame =
    expected.length === actual.length &&
    expected.every((values, number) => {
      const found = actual[number] ?? new Map()
      return values.size === found.size && [...values].every(([name, text]) => found.get(name) === text)
    })
  if (isSame) return
  throw new MsaError('E_INPUT', `${before.name}: ${key} cannot be set without changing something else`, {
    tryThis: [`Change it by hand in ${before.name}`],
  })
}

function valuesOf(file: YamlFile, document: Document.Parsed, override: (entry: YamlEntry) => string | undefined) {
  const leaves = yamlEntries(file, document).filter(entry => entry.value !== undefined)
  return new Map(leaves.map(entry => [entry.key, override(entry) ?? textOf(entry.value ?? '')]))
}
