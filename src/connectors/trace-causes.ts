export interface TraceCause {
  /** Without its package: `DataException`. */
  readonly type: string
  readonly message: string
}

const HEAD = /^(?:Caused by: )?((?:[a-z_$][\w$]*\.)+[A-Za-z_$][\w$]*)(?:: (.*))?$/

/** The exceptions of a Java stack trace from the outermost to the deepest, their messages on one line. */
export function traceCauses(trace: string): TraceCause[] {
  const causes: TraceCause[] = []
  for (const line of trace.split('\n')) {
    if (/^\s+at |^\s*\.\.\. \d+ (?:more|common frames)|^\s*Suppressed:/.test(line)) continue
    const head = HEAD.exec(line)
    const last = causes.at(-1)
    if (head) causes.push({type: head[1]?.split('.').at(-1) ?? '', message: (head[2] ?? '').trim()})
    else if (last && line.trim() !== '')
      causes[causes.length - 1] = {...last, message: `${last.message} ${line.trim()}`.trim()}
  }
  return causes
}

/** What only says that something below went wrong. */
const WRAPPERS =
  /Tolerance exceeded in error handler|Exiting WorkerSinkTask|JDBC sink connector failure|Failed to flush records|An exception occurred in the change event producer|Unable to create requested service|Could not create connection|could not be acquired|Error while checking and applying table changes|Error executing work/

/** The deepest one that has something to say. */
export function deepestCause(trace: string): string {
  const causes = traceCauses(trace)
  const useful = causes.filter(({message}) => message !== '' && !WRAPPERS.test(message))
  const found = useful.at(-1) ?? causes.at(-1)
  if (found === undefined) return trace.trim().split('\n')[0] ?? ''
  return cleaned(found.message === '' ? found.type : found.message)
}

/** Connection numbers, Jackson's remarks about its own settings, and nested exceptions' class names tell nobody anything. */
function cleaned(message: string): string {
  return message
    .replace(/\(conn=\d+\) /g, '')
    .replace(/ at \[Source: [^\]]*\]/g, '')
    .replace(/^(?:[a-z_$][\w$]*\.)+[A-Z][\w$]*: /, '')
    .trim()
}
