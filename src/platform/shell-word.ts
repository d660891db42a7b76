/** A word as a shell takes it literally, also one that begins with `-` or holds `$(…)`. */
export function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`
}
