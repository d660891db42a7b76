/** `NAME=value` lines; quotes are taken off, `#` begins a comment. */
export function envOfText(text: string): Record<string, string> {
  const env: Record<string, string> = {}
  for (const line of text.split(/\r?\n/)) {
    const [, name, written = ''] = /^\s*(?:export\s+)?([A-Za-z_][\w.-]*)\s*=\s*(.*)$/.exec(line) ?? []
    if (name !== undefined) env[name] = plainValue(written.trim())
  }
  return env
}

function plainValue(written: string): string {
  const [, quote, quoted] = /^(["'])([\s\S]*?)\1\s*(?:#.*)?$/.exec(written) ?? []
  if (quoted === undefined) return written.replace(/\s+#.*$/, '')
  return quote === "'" ? quoted : quoted.replaceAll('\\n', '\n').replaceAll('\\"', '"')
}
