/** The YAML library's reasons in words that say what to do. Those that are missing here are good enough as they are. */
const reasons: Readonly<Record<string, string>> = {
  TAB_AS_INDENT: 'a tab is used for indentation; YAML allows only blanks there',
  MULTILINE_IMPLICIT_KEY: 'a ":" is missing after this key, or the line is indented wrongly',
  BLOCK_AS_IMPLICIT_KEY: 'a second ": " on one line; put the text in quotes or begin a new line',
  BAD_SCALAR_START: 'text must not begin with this character; put it in quotes',
  KEY_OVER_1024_CHARS: 'this key has more than 1024 characters',
  BAD_DQ_ESCAPE: 'unknown escape in double quotes; use single quotes to keep backslashes as they are',
  MULTIPLE_ANCHORS: 'a value can have one anchor only',
  MULTIPLE_TAGS: 'a value can have one tag only',
  BAD_ALIAS: 'an alias (*name) or anchor (&name) needs a name',
}

const messages: readonly (readonly [RegExp, string])[] = [
  [/^Missing closing (["'])/, 'this quote is never closed'],
  [/^Flow sequence in block|end with a \]/, 'this "[" is never closed'],
  [/^Flow map in block|end with a \}/, 'this "{" is never closed'],
  [/^All mapping items must start/, 'this line is indented differently from its neighbours'],
  [/^All sequence items must start/, 'this list item is indented differently from its neighbours'],
  [
    /^A block sequence may not be used as an implicit map key/,
    'a list item stands where a key is due; check the indentation',
  ],
  [
    /^Unexpected .* at node end/,
    'something follows here that does not belong to it; put text with { } [ ] , in quotes',
  ],
  [/^Unexpected .* token in YAML stream/, 'this does not belong here; check the indentation and the quotes before it'],
  [/^Implicit map keys need to be followed by map values/, 'a ":" is missing after this key'],
]

export interface SyntaxReason {
  readonly problem: string
  /** The complaint is about where something began whose end is missing here, or about what comes next. */
  readonly about: 'its start' | 'what comes next' | 'this'
}

export function syntaxReason(code: string, message: string): SyntaxReason {
  const worded = messages.find(([pattern]) => pattern.test(message))?.[1]
  if (worded?.endsWith('never closed')) return {problem: worded, about: 'its start'}
  if (worded !== undefined) return {problem: worded, about: worded.includes('differently') ? 'what comes next' : 'this'}
  return {problem: reasons[code] ?? message, about: 'this'}
}

/** After the first of these, the parser has lost its way and the others say nothing more. */
export function isConsequence(message: string): boolean {
  return /^Unexpected .* (at node end|token in YAML stream)/.test(message)
}

/** `[section]` or `name = value` on the first line that says something: somebody's TOML. */
export function looksLikeToml(text: string): boolean {
  const first = text.split('\n', 200).find(line => line.trim() !== '' && !line.trimStart().startsWith('#'))
  return first !== undefined && /^\s*(\[{1,2}[\w.-]+\]{1,2}\s*|[\w.-]+\s*=\s.*)$/.test(first)
}
