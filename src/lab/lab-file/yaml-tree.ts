import {
  Composer,
  type CST,
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  Lexer,
  LineCounter,
  Parser,
  type Scalar,
  visit,
} from 'yaml'
import {interpolate} from './interpolate.js'
import type {Mistake} from './mistakes.js'
import {isConsequence, looksLikeToml, syntaxReason} from './syntax.js'
import {quoted, type Spot, type TreeEntry, type TreeNode} from './tree.js'
import {keyProblem, type YamlDialect} from './yaml-dialect.js'

/** Far above any lab file written by hand, far below what would hurt. */
const limits = {depth: 64, parts: 100_000, nodesWithAliases: 100_000}
/** Plain data only: YAML 1.2 core, no merge keys, no other tags. Duplicate keys are found here, in one pass. */
const options = {version: '1.2', schema: 'core', merge: false, uniqueKeys: false, resolveKnownTags: false} as const
const coreTags = new Set(['str', 'int', 'float', 'bool', 'null', 'map', 'seq'].map(tag => `tag:yaml.org,2002:${tag}`))

export interface ParsedYaml {
  /** Undefined when the text is so wrong that nothing in it can be trusted. */
  readonly tree: TreeNode | undefined
  readonly mistakes: readonly Mistake[]
}

/** The only door through which YAML enters a lab. Linear in the size of the text, whatever it holds. */
export function parseYaml(
  source: string,
  env: NodeJS.ProcessEnv,
  dialect: YamlDialect = {fill: text => interpolate(text, env), mergeKeys: false},
): ParsedYaml {
  const lines = new LineCounter()
  const at = (offset: number): Spot => {
    const {line, col} = lines.linePos(Math.min(offset, source.length))
    return {line: Math.max(1, line), column: Math.max(1, col)}
  }
  const refuse = (offset: number, problem: string, expected?: string): ParsedYaml => ({
    tree: undefined,
    mistakes: [{spot: at(offset), path: '', problem, expected}],
  })

  const {tokens, refusal} = tokensWithinLimits(source, lines)
  if (refusal !== undefined) return refuse(refusal.offset, refusal.problem)
  const documents = [...new Composer({...options, prettyErrors: false}).compose(tokens, true, source.length)]
  const [document, second] = documents
  if (document === undefined || document.contents === null) return refuse(0, emptyReason(source))
  if (looksLikeToml(source)) return refuse(0, 'not YAML; it looks like TOML', 'YAML: "key: value"')
  if (second !== undefined) return refuse(second.range[0], 'a second document begins here', 'one document a lab file')
  if (document.directives.yaml.version !== '1.2') return refuse(0, '%YAML 1.1 is not supported', 'YAML 1.2')
  if (document.errors.length > 0) return {tree: undefined, mistakes: syntaxMistakes(document, source, at)}
  if (isScalar(document.contents) && document.contents.source === '') return refuse(0, emptyReason(source))
  return new TreeBuilder(source, dialect, at).build(document)
}

function tokensWithinLimits(source: string, lines: LineCounter) {
  const parser = new Parser(lines.addNewLine)
  const tokens: CST.Token[] = []
  let parts = 0
  lines.addNewLine(0)
  for (const lexeme of new Lexer().lex(source)) {
    for (const token of parser.next(lexeme)) tokens.push(token)
    parts += 1
    // The parser's stack also holds the document and the value itself.
    if (parser.stack.length > limits.depth + 2)
      return {tokens, refusal: {offset: parser.offset, problem: `nested too deep: more than ${limits.depth} levels`}}
    if (parts > limits.parts)
      return {tokens, refusal: {offset: parser.offset, problem: `too large: more than ${limits.parts} parts`}}
  }
  for (const token of parser.end()) tokens.push(token)
  return {tokens, refusal: undefined}
}

function emptyReason(source: string): string {
  const lines = source.split('\n').map(line => line.trim())
  if (lines.every(line => line === '')) return 'the file is empty; "msa init" writes one to begin with'
  if (lines.every(line => line === '' || line.startsWith('#'))) return 'the file holds only comments'
  return 'the file holds a document without content ("---" only)'
}

function syntaxMistakes(document: Document.Parsed, source: string, at: (offset: number) => Spot): Mistake[] {
  const telling = document.errors.filter(({message}, index) => index === 0 || !isConsequence(message))
  return telling.map(({code, message, pos: [offset]}) => {
    const {problem, about} = syntaxReason(code, message)
    if (about === 'its start') return {spot: at(startOfWhatEndsAt(offset, document)), path: '', problem}
    const blanks = about === 'what comes next' ? (/^\s*/.exec(source.slice(offset))?.[0].length ?? 0) : 0
    return {spot: at(offset + blanks), path: '', problem}
  })
}

function startOfWhatEndsAt(offset: number, document: Document.Parsed): number {
  let start = offset
  visit(document, {
    Node(_, node) {
      const isOpenEnded = (isScalar(node) && node.type?.startsWith('QUOTE')) || ('flow' in node && node.flow === true)
      if (isOpenEnded && node.range?.[1] === offset) start = node.range[0]
    },
  })
  return start
}

class TreeBuilder {
  private readonly mistakes: Mistake[] = []
  private readonly anchors = new Map<string, TreeNode | 'open'>()
  /** How many nodes a node stands for with all aliases written out. */
  private readonly weights = new WeakMap<TreeNode, number>()
  private isTooHeavy = false

  constructor(
    private readonly source: string,
    private readonly dialect: YamlDialect,
    private readonly at: (offset: number) => Spot,
  ) {}

  build(document: Document.Parsed): ParsedYaml {
    const tree = this.node(document.contents, '')
    return {tree: this.isTooHeavy ? undefined : tree, mistakes: this.mistakes}
  }

  private node(node: unknown, path: string): TreeNode {
    const spot = this.at(offsetOf(node))
    if (isAlias(node)) return this.alias(node.source, spot, path)
    if (!isScalar(node) && !isMap(node) && !isSeq(node)) return {kind: 'nothing', spot}
    if (node.tag !== undefined && !coreTags.has(node.tag)) this.unknownTag(node.tag, offsetOf(node), path)
    if (node.anchor !== undefined) this.anchors.set(node.anchor, 'open')
    const built = isScalar(node)
      ? this.scalar(node, spot, path)
      : isSeq(node)
        ? this.list(node.items, spot, path)
        : this.mapping(node.items, spot, path)
    if (node.anchor !== undefined) this.anchors.set(node.anchor, built)
    return built
  }

  private alias(name: string, spot: Spot, path: string): TreeNode {
    const target = this.anchors.get(name)
    if (target !== undefined && target !== 'open') return target
    const problem =
      target === 'open' ? `the alias *${name} lies within its own anchor` : `no anchor &${name} before this alias`
    this.mistakes.push({spot, path, problem})
    return {kind: 'broken', spot}
  }

  private list(items: readonly unknown[], spot: Spot, path: string): TreeNode {
    const nodes = items.map((item, index) => this.node(item, `${path}[${index}]`))
    return this.weighed({kind: 'list', items: nodes, spot}, nodes, path)
  }

  private mapping(pairs: readonly {key: unknown; value: unknown}[], spot: Spot, path: string): TreeNode {
    const seen = new Map<string, Spot>()
    const entries = pairs.flatMap((pair): TreeEntry[] => {
      const key = this.key(pair.key, path)
      const keySpot = this.at(offsetOf(pair.key))
      const value = this.node(pair.value, key === undefined || path === '' ? (key ?? path) : `${path}.${key}`)
      if (key === undefined) return []
      const first = seen.get(key)
      seen.set(key, first ?? keySpot)
      if (first === undefined) return [{key, keySpot, value}]
      this.mistakes.push({
        spot: keySpot,
        path,
        problem: `the key ${quoted(key)} is already on line ${first.line}`,
        expected: 'each key once',
      })
      return []
    })
    return this.weighed(
      {kind: 'mapping', entries, spot},
      entries.map(({value}) => value),
      path,
    )
  }

  private key(key: unknown, path: string): string | undefined {
    const spot = this.at(offsetOf(key))
    const problem = keyProblem(key, this.dialect)
    if (problem !== undefined) this.mistakes.push({spot, path, ...problem})
    return problem === undefined && isScalar(key) ? String(key.value) : undefined
  }

  private scalar(node: Scalar, spot: Spot, path: string): TreeNode {
    const {value, source = ''} = node
    if (typeof value === 'string') return this.text(node, value, spot, path)
    return plainNode(value, source, spot)
  }

  private text(node: Scalar, text: string, spot: Spot, path: string): TreeNode {
    if (!text.includes('$')) return {kind: 'text', value: text, spot}
    const filled = this.dialect.fill(text)
    const start = offsetOf(node)
    for (const {part, problem, expected} of filled.problems) {
      const within = this.source.indexOf(part, start)
      this.mistakes.push({spot: this.at(within === -1 ? start : within), path, problem, expected})
    }
    if (filled.problems.length > 0) return {kind: 'broken', spot}
    // Unquoted, `port: ${PORT:-9092}` is a number, as it would be without the variable.
    if (node.type === 'PLAIN' && /^-?[0-9]+(\.[0-9]+)?$/.test(filled.text))
      return plainNode(Number(filled.text), filled.text, spot)
    if (node.type === 'PLAIN' && /^(true|false)$/.test(filled.text)) return plainNode(filled.text === 'true', '', spot)
    return {kind: 'text', value: filled.text, spot}
  }

  private weighed(node: TreeNode, children: readonly TreeNode[], path: string): TreeNode {
    const weight = children.reduce((sum, child) => sum + (this.weights.get(child) ?? 1), 1)
    this.weights.set(node, weight)
    if (weight > limits.nodesWithAliases && !this.isTooHeavy) {
      this.isTooHeavy = true
      this.mistakes.push({
        spot: node.spot,
        path,
        problem: `aliases make this more than ${limits.nodesWithAliases} values`,
      })
    }
    return node
  }

  private unknownTag(tag: string, offset: number, path: string): void {
    const shown = tag.replace('tag:yaml.org,2002:', '!!')
    // The node's range begins behind its tag.
    const spot = this.at(Math.max(0, this.source.lastIndexOf(shown, offset)))
    this.mistakes.push({spot, path, problem: `unknown tag ${quoted(shown)}`, expected: 'plain values without tags'})
  }
}

function plainNode(value: unknown, source: string, spot: Spot): TreeNode {
  if (typeof value === 'number') return {kind: 'number', value, source, spot}
  if (typeof value === 'boolean') return {kind: 'boolean', value, spot}
  return {kind: 'nothing', spot}
}

function offsetOf(node: unknown): number {
  const range = node !== null && typeof node === 'object' && 'range' in node ? node.range : undefined
  return Array.isArray(range) && typeof range[0] === 'number' ? range[0] : 0
}
