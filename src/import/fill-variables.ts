import type {Interpolated, InterpolationProblem} from '../lab/lab-file/interpolate.js'

export interface Filled extends Interpolated {
  /** Variables that are set nowhere: Compose takes them for empty. */
  readonly unset: readonly string[]
}

const name = /^[A-Za-z_][A-Za-z0-9_]*/
const deepest = 10

/** Compose's own rules: `$X`, `${X}`, `${X:-y}`, `${X-y}`, `${X:+y}`, `${X+y}`, `${X:?why}`, `${X?why}`, one within another, and `$$`. */
export function fillVariables(text: string, env: Readonly<Record<string, string | undefined>>, depth = 0): Filled {
  const problems: InterpolationProblem[] = []
  const unset: string[] = []
  let filled = ''
  let index = 0
  while (index < text.length) {
    const dollar = text.indexOf('$', index)
    if (dollar === -1) break
    filled += text.slice(index, dollar)
    const {length, value} = variableAt(text.slice(dollar))
    filled += value
    index = dollar + length
  }
  return {text: filled + text.slice(index), problems, unset}

  function variableAt(rest: string): {readonly length: number; readonly value: string} {
    if (rest.startsWith('$$')) return {length: 2, value: '$'}
    const plain = name.exec(rest.slice(1))?.[0]
    if (plain !== undefined) return {length: 1 + plain.length, value: plainValue(plain)}
    if (!rest.startsWith('${')) return {length: 1, value: '$'}
    const end = closingBrace(rest)
    const found = end === -1 ? undefined : /^([A-Za-z_][A-Za-z0-9_]*)(?:(:?[-+?])([\s\S]*))?$/.exec(rest.slice(2, end))
    if (found === undefined || found === null || depth > deepest) return malformed(rest)
    const [, variable = '', operator, operand = ''] = found
    return {length: end + 1, value: operator === undefined ? plainValue(variable) : chosen(variable, operator, operand)}
  }

  function chosen(variable: string, operator: string, operand: string): string {
    const value = env[variable]
    const isThere = value !== undefined && !(operator.startsWith(':') && value === '')
    if (operator.endsWith('-')) return isThere ? value : nested(operand)
    if (operator.endsWith('+')) return isThere ? nested(operand) : ''
    if (isThere) return value
    const part = `\${${variable}`
    problems.push({part, problem: `the variable ${variable} is not set: ${operand}`, expected: 'it to be set'})
    return ''
  }

  function nested(operand: string): string {
    const inner = fillVariables(operand, env, depth + 1)
    problems.push(...inner.problems)
    unset.push(...inner.unset)
    return inner.text
  }

  function plainValue(variable: string): string {
    const value = env[variable]
    if (value === undefined) unset.push(variable)
    return value ?? ''
  }

  function malformed(rest: string): {readonly length: number; readonly value: string} {
    const part = rest.slice(0, 40)
    problems.push({part, problem: `not a variable: ${part}`, expected: 'a variable as Compose writes it'})
    return {length: rest.length, value: ''}
  }
}

function closingBrace(text: string): number {
  let open = 0
  for (let index = 1; index < text.length; index++) {
    if (text[index] === '{') open += 1
    if (text[index] === '}') open -= 1
    if (open === 0) return index
  }
  return -1
}
