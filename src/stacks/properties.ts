type Settings = Readonly<Record<string, string | number>>

/** A `.properties` file. What the lab file sets comes in place of ours. */
export function properties(ours: Settings, theirs: Settings): string {
  return lines({...ours, ...theirs}, (key, value) => `${escaped(key).replace(/[=: ]/g, '\\$&')}=${escaped(value)}`)
}

/** `key = value` lines, as RabbitMQ's configuration and option files have them. */
export function assignments(ours: Settings, theirs: Settings): string {
  return lines({...ours, ...theirs}, (key, value) => `${key} = ${value.replace(/[\r\n]+/g, ' ')}`)
}

function lines(settings: Settings, render: (key: string, value: string) => string): string {
  return Object.entries(settings)
    .map(([key, value]) => `${render(key, String(value))}\n`)
    .join('')
}

/** Java reads these files as Latin-1, takes a backslash for an escape, and drops blanks before a value. */
function escaped(text: string): string {
  return text
    .replaceAll('\\', '\\\\')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
    .replaceAll('\t', '\\t')
    .replace(/^ /, '\\ ')
    .replace(/[^\x20-\x7e]/g, unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
}
