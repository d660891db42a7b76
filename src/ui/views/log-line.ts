import type {ChalkInstance} from 'chalk'
import type {LogLine} from '../../logs/log-line.js'
import {escapeLine, withoutColours} from '../escape.js'

type Paint = (text: string) => string

/** One colour a component, the same at every call; the name stands beside it. */
export function logLineView(components: readonly string[], paint: ChalkInstance): (line: LogLine) => string {
  const colours: readonly Paint[] = [paint.cyan, paint.yellow, paint.green, paint.magenta, paint.blue, paint.red]
  const width = Math.max(0, ...components.map(name => name.length))
  return ({component, text, json}) => {
    const colour = colours[components.indexOf(component) % colours.length] ?? paint.white
    const prefix = components.length < 2 ? '' : `${colour(component.padEnd(width))} ${paint.dim('|')} `
    return `${prefix}${json === undefined ? plainText(text) : jsonText(json, paint)}\n`
  }
}

/** Line ends of DOS say nothing to a reader; tabs are how Java indents its stack traces. */
function plainText(text: string): string {
  return escapeLine(withoutColours(text).replace(/\r+$/, '').replaceAll('\t', '    '))
}

const levels: Readonly<Record<string, string>> = {
  '10': 'TRACE',
  '20': 'DEBUG',
  '30': 'INFO',
  '40': 'WARN',
  '50': 'ERROR',
  '60': 'FATAL',
}
const shownApart = new Set([
  'time',
  'timestamp',
  '@timestamp',
  'ts',
  'level',
  'severity',
  'msg',
  'message',
  'pid',
  'hostname',
])

/** A line of JSON as a person would write it: time, level, message, and the other fields dimmed. */
function jsonText(json: Readonly<Record<string, unknown>>, paint: ChalkInstance): string {
  const time = timeText(json.time ?? json.timestamp ?? json['@timestamp'] ?? json.ts)
  const level = String(json.level ?? json.severity ?? '')
  const rest = Object.entries(json)
    .filter(([key]) => !shownApart.has(key))
    .map(([key, value]) => paint.dim(escapeLine(`${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`)))
  return [
    escapeLine(time),
    levels[level] ?? escapeLine(level.toUpperCase()),
    escapeLine(String(json.msg ?? json.message ?? '')),
    ...rest,
  ]
    .filter(text => text !== '')
    .join(' ')
}

/** pino counts milliseconds since 1970. */
function timeText(time: unknown): string {
  return typeof time === 'number' && Number.isSafeInteger(time) ? new Date(time).toISOString() : String(time ?? '')
}
