import {Composer, type CST, type Document, Lexer, LineCounter, Parser} from 'yaml'
import {MsaError} from '../errors.js'

/** Line and column, both from 1. */
export interface Spot {
  readonly line: number
  readonly column: number
}

export interface YamlFile {
  readonly name: string
  readonly text: string
  readonly documents: readonly Document.Parsed[]
  spotAt(offset: number): Spot
}

const limits = {bytes: 1 << 20, depth: 64, parts: 500_000}
/** Scalars stay text here: what they mean is decided by Spring's rules (spring-value.ts), not by this library's. */
const options = {
  version: '1.1',
  schema: 'failsafe',
  merge: false,
  uniqueKeys: true,
  prettyErrors: false,
  keepSourceTokens: true,
} as const

/** The only door through which configuration files enter: bounded in size, depth and number of parts (threat T26). */
export function parseYamlFile(text: string, name: string): YamlFile {
  const lines = new LineCounter()
  lines.addNewLine(0)
  const spotAt = (offset: number): Spot => {
    const {line, col} = lines.linePos(Math.min(offset, text.length))
    return {line: Math.max(1, line), column: Math.max(1, col)}
  }
  if (text.length > limits.bytes) throw yamlError(name, {line: 1, column: 1}, 'larger than 1 MiB')
  const tokens = tokensOf(text, lines, (offset, problem) => yamlError(name, spotAt(offset), problem))
  const documents = [...new Composer(options).compose(tokens, false, text.length)]
  const [error] = documents.flatMap(document => document.errors)
  if (error !== undefined) throw syntaxError(name, text, spotAt, error.pos[0], error.message)
  return {name, text, documents: documents as Document.Parsed[], spotAt}
}

export function yamlError(name: string, {line, column}: Spot, problem: string, ...tryThis: string[]): MsaError {
  const [first = `Open ${name} at line ${line}`, ...rest] = tryThis
  return new MsaError('E_INPUT', `${name}:${line}:${column}: ${problem}`, {tryThis: [first, ...rest]})
}

function tokensOf(
  text: string,
  lines: LineCounter,
  refuse: (offset: number, problem: string) => MsaError,
): CST.Token[] {
  const parser = new Parser(lines.addNewLine)
  const tokens: CST.Token[] = []
  let parts = 0
  for (const lexeme of new Lexer().lex(text)) {
    for (const token of parser.next(lexeme)) tokens.push(token)
    parts += 1
    // The parser's stack also holds the document and the value itself.
    if (parser.stack.length > limits.depth + 2) throw refuse(parser.offset, `nested deeper than ${limits.depth} levels`)
    if (parts > limits.parts) throw refuse(parser.offset, `more than ${limits.parts} parts`)
  }
  for (const token of parser.end()) tokens.push(token)
  return tokens
}

/** An unquoted `{cipher}…` is a flow map to YAML: the most frequent mistake of all, so it has words of its own. */
function syntaxError(name: string, text: string, spotAt: (offset: number) => Spot, offset: number, message: string) {
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1
  const line = text.slice(lineStart, text.indexOf('\n', offset) < 0 ? undefined : text.indexOf('\n', offset))
  const cipherAt = line.search(/[:[,-]\s+\{cipher\}/)
  if (cipherAt >= 0) return unquotedCipher(name, spotAt(lineStart + line.indexOf('{cipher}')))
  return yamlError(name, spotAt(offset), message.split('\n')[0]?.replace(/ at line .*$/, '') ?? 'not YAML')
}

export function unquotedCipher(name: string, spot: Spot): MsaError {
  return yamlError(name, spot, 'an unquoted {cipher} is a mapping to YAML', `Quote it: '{cipher}…'`)
}
