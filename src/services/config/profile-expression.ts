/** Spring's profile expressions: `dev`, `!dev`, `dev & eu`, `(a | b) & !c`. */
export function isActive(expression: string, profiles: readonly string[]): boolean {
  const tokens = expression.match(/[()&|!]|[^\s()&|!]+/g) ?? []
  let at = 0
  const either = (): boolean => {
    let result = both()
    while (tokens[at] === '|') {
      at += 1
      // Read in any case: the rest of the expression must be gone through.
      const next = both()
      result = result || next
    }
    return result
  }
  const both = (): boolean => {
    let result = single()
    while (tokens[at] === '&') {
      at += 1
      const next = single()
      result = result && next
    }
    return result
  }
  const single = (): boolean => {
    const token = tokens[at]
    at += 1
    if (token === '!') return !single()
    if (token !== '(') return token !== undefined && profiles.includes(token)
    const inner = either()
    at += 1
    return inner
  }
  const result = either()
  // What is left over makes no sense; a document with such a condition is active for nobody.
  return at >= tokens.length && result
}

/** A list of expressions, as `dev,prod` or one a line: one that is active is enough. */
export function isAnyActive(conditions: readonly string[], profiles: readonly string[]): boolean {
  return conditions.flatMap(text => text.split(',')).some(expression => isActive(expression.trim(), profiles))
}
