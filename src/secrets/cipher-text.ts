const marker = '{cipher}'
const plainMarker = '{plain}'

export function isMarked(value: string): boolean {
  return value.startsWith(marker)
}

export function marked(ciphertext: string): string {
  return `${marker}${ciphertext}`
}

/** What Spring reads in front of a text: `{key:alias}`, `{name:app}` …, ended by `{plain}` where the text itself begins with a brace. */
export interface PrefixedText {
  readonly prefixes: readonly {readonly name: string; readonly value: string}[]
  readonly text: string
}

/** Spring's `EnvironmentPrefixHelper`, of a text whose `{cipher}` is gone already. `textwith}brac{es` has no prefix. */
export function splitPrefixes(value: string): PrefixedText {
  const escapeAt = value.indexOf(plainMarker)
  const text =
    escapeAt >= 0 ? value.slice(escapeAt + plainMarker.length) : value.replace(/^(?:\{[^\n\r]*?:[^\n\r]*?\})+/, '')
  const front = escapeAt >= 0 ? value.slice(0, escapeAt) : value.slice(0, value.length - text.length)
  const prefixes = [...front.matchAll(/\{([^:{}]+):([^{}]*)\}/g)].map(([, name = '', content = '']) => ({
    name,
    value: content,
  }))
  return {prefixes, text}
}

export function prefixText({prefixes, text}: PrefixedText): string {
  return prefixes.map(({name, value}) => `{${name}:${value}}`).join('') + text
}

/** The bare ciphertext of what stands in a file or was pasted: `{cipher}` and prefixes off. */
export function bareCiphertext(value: string): PrefixedText {
  return splitPrefixes(isMarked(value) ? value.slice(marker.length) : value)
}

/** Blanks and one pair of quotes around a pasted `'{cipher}…'`; inside, nothing is touched. */
export function unquotePasted(text: string): string {
  const trimmed = text.trim()
  const quote = trimmed[0]
  const isQuoted = trimmed.length >= 2 && (quote === "'" || quote === '"') && trimmed.endsWith(quote)
  return isQuoted ? trimmed.slice(1, -1) : trimmed
}
