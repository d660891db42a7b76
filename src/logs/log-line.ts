/** One line of a component's log, with what could be read from it. */
export interface LogLine {
  readonly component: string
  readonly text: string
  /** Wall clock in ms; lines without a time of their own (stack traces) have that of the line before. */
  readonly atMs: number | undefined
  /** The object of a line of JSON. */
  readonly json: Readonly<Record<string, unknown>> | undefined
}

/** A line of any length is cut here: a reader's memory is bounded, whatever a component writes (promise P16). */
export const maxLineBytes = 1 << 20

const timePattern = /(\d{4}-\d{2}-\d{2})[T ]\s?(\d{1,2}:\d{2}:\d{2})(?:[.,](\d{1,9}))?\s?(Z|[+-]\d{2}:?\d{2})?/
/** A time of the line's own stands near its beginning. */
const timeWithin = 80

export function parseLogLine(component: string, text: string, previousMs: number | undefined): LogLine {
  const json = parseObject(text)
  const own = json === undefined ? timeOfText(text) : timeOfJson(json)
  return {component, text, json, atMs: own ?? previousMs}
}

function parseObject(text: string): Readonly<Record<string, unknown>> | undefined {
  if (!text.startsWith('{') || !text.endsWith('}')) return undefined
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : undefined
  } catch {
    return undefined
  }
}

/** pino writes ms since 1970 or an ISO string under `time`; others call it `timestamp`, `ts` or `@timestamp`. */
function timeOfJson(json: Readonly<Record<string, unknown>>): number | undefined {
  const value = json.time ?? json.timestamp ?? json['@timestamp'] ?? json.ts
  if (typeof value === 'number') return value
  return typeof value === 'string' ? timeOfText(value) : undefined
}

/** Without a zone it is local time, as log4j and MariaDB write it. */
function timeOfText(text: string): number | undefined {
  const match = timePattern.exec(text.slice(0, timeWithin))
  if (match === null) return undefined
  const [, date = '', time = '', fraction = '', zone = ''] = match
  const parsed = Date.parse(`${date}T${time.padStart(8, '0')}.${fraction.slice(0, 3).padEnd(3, '0')}${zone}`)
  return Number.isNaN(parsed) ? undefined : parsed
}
