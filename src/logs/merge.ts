import {type LogLine, maxLineBytes} from './log-line.js'

export type LineTest = (line: LogLine) => boolean

/** Several logs, each in its own order, as one in the order of time. Holds one line of each. */
export async function* mergeByTime(sources: readonly AsyncGenerator<LogLine>[]): AsyncGenerator<LogLine> {
  const heads = await Promise.all(sources.map(async source => ({source, head: await source.next()})))
  for (;;) {
    let first: (typeof heads)[number] | undefined
    for (const entry of heads) {
      if (entry.head.done) continue
      if (first === undefined || first.head.done || (entry.head.value.atMs ?? 0) < (first.head.value.atMs ?? 0))
        first = entry
    }
    if (first === undefined || first.head.done) return
    yield first.head.value
    first.head = await first.source.next()
  }
}

export interface LogFilter {
  readonly grep: string | undefined
  /** Wall clock in ms. */
  readonly sinceMs: number | undefined
  readonly traceId: string | undefined
}

/** Whether a line is shown. */
export async function lineTest({grep, sinceMs, traceId}: LogFilter): Promise<LineTest> {
  const pattern = grep === undefined ? undefined : (await import('../safe-regex.js')).safeRegex(grep, {flag: '--grep'})
  return ({text, atMs}) =>
    (sinceMs === undefined || (atMs !== undefined && atMs >= sinceMs)) &&
    (traceId === undefined || text.includes(traceId)) &&
    (pattern === undefined || pattern(text.slice(0, maxLineBytes)))
}
