import {MsaError} from '../errors.js'

export interface Token {
  readonly kind: 'operator' | 'string' | 'number' | 'name' | 'end'
  readonly text: string
  /** Where it begins, from 0. */
  readonly at: number
}

const LONGEST = 2_000
const SPACE = /\s*/y
const SHAPES: readonly (readonly [Token['kind'], RegExp])[] = [
  ['operator', /&&|\|\||==|!=|>=|<=|[=><~!()]/y],
  ['string', /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/y],
  ['number', /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.])/y],
  // payload.items[0].qty, $key, $headers.trace-id
  ['name', /\$?[A-Za-z_@][\w@-]*(?:\[\d+\]|\.[\w$@-]+)*/y],
]
const WORDS = new Map([
  ['and', '&&'],
  ['or', '||'],
  ['not', '!'],
  ['contains', 'contains'],
])

export function tokensOf(text: string): Token[] {
  if (text.length > LONGEST) throw badExpression(text.slice(0, 40), LONGEST, `it is longer than ${LONGEST} characters`)
  const tokens: Token[] = []
  for (let at = skipSpace(text, 0); at < text.length; at = skipSpace(text, at)) {
    const token = tokenAt(text, at)
    if (token === undefined) throw badExpression(text, at, `"${text[at]}" is not understood`)
    at += token.text.length
    const word = token.kind === 'name' ? WORDS.get(token.text) : undefined
    tokens.push(word === undefined ? token : {...token, kind: 'operator', text: word})
  }
  return [...tokens, {kind: 'end', text: '', at: text.length}]
}

/** With the place in the text, for `--filter` is typed by hand. */
export function badExpression(text: string, at: number, why: string): MsaError {
  return new MsaError('E_INPUT', `--filter cannot be read at character ${at + 1}: ${why}`, {
    details: [text, `${' '.repeat(at)}^`],
    tryThis: [
      "Compare fields of the value: --filter 'payload.qty > 3'",
      `Combine, and use the record itself: --filter 'status == "open" && $key ~ "^user-"'`,
    ],
  })
}

function tokenAt(text: string, at: number): Token | undefined {
  for (const [kind, shape] of SHAPES) {
    shape.lastIndex = at
    const match = shape.exec(text)
    if (match) return {kind, text: match[0], at}
  }
  return undefined
}

function skipSpace(text: string, at: number): number {
  SPACE.lastIndex = at
  return at + (SPACE.exec(text)?.[0].length ?? 0)
}
