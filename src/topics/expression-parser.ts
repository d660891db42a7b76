import {badExpression, type Token, tokensOf} from './expression-tokens.js'

/** `payload.qty > 3 && (status == "open" || !done)` as a tree. Nothing of it is ever run as code. */
export type Expression =
  | {readonly kind: 'literal'; readonly value: string | number | boolean | null}
  | {readonly kind: 'path'; readonly names: readonly string[]}
  | {readonly kind: 'not'; readonly of: Expression}
  | {readonly kind: 'and' | 'or'; readonly left: Expression; readonly right: Expression}
  | {readonly kind: 'compare'; readonly operator: Comparison; readonly left: Expression; readonly right: Expression}

const COMPARISONS = ['==', '!=', '>=', '<=', '>', '<', '~', 'contains'] as const
export type Comparison = (typeof COMPARISONS)[number]
const CONSTANTS: Readonly<Record<string, boolean | null>> = {true: true, false: false, null: null}
const DEEPEST = 50

export function parseExpression(text: string): Expression {
  const parser = new Parser(text, tokensOf(text))
  const expression = parser.anyOf(0)
  parser.expectEnd()
  return expression
}

/** Recursive descent, a method for each level of binding: or, and, not, comparison, operand. */
class Parser {
  private index = 0

  constructor(
    private readonly text: string,
    private readonly tokens: readonly Token[],
  ) {}

  anyOf(depth: number): Expression {
    let left = this.allOf(depth)
    while (this.take('||')) left = {kind: 'or', left, right: this.allOf(depth)}
    return left
  }

  expectEnd(): void {
    if (this.current.kind !== 'end') throw this.unexpected('and, or, or the end')
  }

  private allOf(depth: number): Expression {
    let left = this.negation(depth)
    while (this.take('&&')) left = {kind: 'and', left, right: this.negation(depth)}
    return left
  }

  private negation(depth: number): Expression {
    if (depth > DEEPEST) throw badExpression(this.text, this.current.at, 'it is nested too deeply')
    return this.take('!') ? {kind: 'not', of: this.negation(depth + 1)} : this.comparison(depth)
  }

  private comparison(depth: number): Expression {
    const left = this.operand(depth)
    const word = this.current.text === '=' ? '==' : this.current.text
    const operator = COMPARISONS.find(known => this.current.kind === 'operator' && known === word)
    if (operator === undefined) return left
    this.index++
    return {kind: 'compare', operator, left, right: this.operand(depth)}
  }

  private operand(depth: number): Expression {
    if (this.take('(')) {
      const inner = this.anyOf(depth + 1)
      if (!this.take(')')) throw this.unexpected('a closing parenthesis')
      return inner
    }
    const {kind, text} = this.current
    if (kind === 'end' || kind === 'operator') throw this.unexpected('a field, a number or a "text"')
    this.index++
    if (kind === 'number') return {kind: 'literal', value: Number(text)}
    if (kind === 'string') return {kind: 'literal', value: text.slice(1, -1).replaceAll(/\\(.)/g, '$1')}
    if (Object.hasOwn(CONSTANTS, text)) return {kind: 'literal', value: CONSTANTS[text] ?? null}
    return {kind: 'path', names: pathNames(text)}
  }

  private get current(): Token {
    return this.tokens[this.index] ?? {kind: 'end', text: '', at: this.text.length}
  }

  private take(operator: string): boolean {
    if (this.current.kind !== 'operator' || this.current.text !== operator) return false
    this.index++
    return true
  }

  private unexpected(wanted: string) {
    const found = this.current.kind === 'end' ? 'it ends' : `"${this.current.text}" stands`
    return badExpression(this.text, this.current.at, `${found} where ${wanted} should be`)
  }
}

/** `items[0].qty` → items, 0, qty */
export function pathNames(path: string): string[] {
  return path.replaceAll(/\[(\d+)\]/g, '.$1').split('.')
}
