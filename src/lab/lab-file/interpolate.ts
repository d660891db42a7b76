export interface Interpolated {
  readonly text: string
  readonly problems: readonly InterpolationProblem[]
}
export interface InterpolationProblem {
  /** The part of the text that is meant, as it is written. */
  readonly part: string
  readonly problem: string
  readonly expected: string
}

const forms = `\${NAME} or \${NAME:-default}; for a plain dollar sign write $$`
const variable = /^\$\{([A-Za-z_][A-Za-z0-9_]*)(?::-([^{}]*))?\}/

/**
 * Fills in `${NAME}` and `${NAME:-default}` (the default also when NAME is empty, as in a shell); `$$` is a dollar sign.
 * What comes in is never looked at again: a variable whose value is `${A}` gives exactly that.
 */
export function interpolate(text: string, env: NodeJS.ProcessEnv): Interpolated {
  const problems: InterpolationProblem[] = []
  let filled = ''
  for (let index = 0; index < text.length; ) {
    const dollar = text.indexOf('$', index)
    if (dollar === -1) return {text: filled + text.slice(index), problems}
    filled += text.slice(index, dollar)
    const rest = text.slice(dollar, dollar + 4096)
    if (rest.startsWith('$$')) {
      filled += '$'
      index = dollar + 2
    } else if (rest.startsWith('${')) {
      const found = variable.exec(rest)
      if (found === null) return {text, problems: [...problems, malformed(rest)]}
      filled += fillIn(found, env, problems)
      index = dollar + found[0].length
    } else {
      filled += '$'
      index = dollar + 1
    }
  }
  return {text: filled, problems}
}

function fillIn(found: RegExpExecArray, env: NodeJS.ProcessEnv, problems: InterpolationProblem[]): string {
  const [part, name = '', fallback] = found
  const value = Object.hasOwn(env, name) ? env[name] : undefined
  if (fallback !== undefined) return value === undefined || value === '' ? fallback : value
  if (value !== undefined) return value
  problems.push({
    part,
    problem: `the environment variable ${name} is not set`,
    expected: `it to be set, or a default: \${${name}:-value}`,
  })
  return ''
}

function malformed(rest: string): InterpolationProblem {
  const part = /^\$\{[^\n]{0,40}/.exec(rest)?.[0] ?? '${'
  const isNested = /^\$\{[A-Za-z_]\w*:-[^}]*\$\{/.test(rest)
  return {
    part,
    problem: isNested ? `a variable within the default of another: ${part}` : `not a variable: ${part}`,
    expected: forms,
  }
}
