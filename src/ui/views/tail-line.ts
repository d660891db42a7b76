import type {ChalkInstance} from 'chalk'
import {unwrapEnvelope} from '../../topics/envelope.js'
import type {Format} from '../../topics/format-names.js'
import {textOf} from '../../topics/formats.js'
import type {TopicRecord} from '../../topics/record.js'
import {escapeLine} from '../escape.js'

export interface LineShape {
  readonly key: Format
  readonly value: Format
  readonly envelope: boolean
  readonly headers: boolean
  readonly offsetInfo: boolean
  /** Said when several topics are shown. */
  readonly topicName: boolean
  /** Longer values are cut, and it is said; undefined for a pipe, which gets all. */
  readonly longestBytes: number | undefined
  readonly paint: ChalkInstance
}

/** One record, one line: `user-1 → {"qty":3}`. What others wrote is escaped, our own colours come after that. */
export function tailLine(record: TopicRecord, shape: LineShape): string {
  const {paint} = shape
  const place = shape.offsetInfo
    ? `${paint.dim(placeOf(record))} `
    : shape.topicName
      ? `${paint.dim(escapeLine(record.topic))} `
      : ''
  const key = record.key === null ? '' : `${paint.cyan(partText(record.key, shape.key, shape))} ${paint.dim('→')} `
  const value = record.value === null ? paint.dim('∅') : partText(record.value, shape.value, shape)
  const headers = shape.headers ? record.headers.map(header => ` ${paint.dim(headerText(header))}`).join('') : ''
  return `${place}${key}${value}${headers}\n`
}

function placeOf({timestampMs, topic, partition, offset}: TopicRecord): string {
  const when = timestampMs < 0 ? '-' : new Date(timestampMs).toISOString()
  return escapeLine(`${when} ${topic}[${partition}]@${offset}`)
}

function partText(bytes: Buffer, format: Format, shape: LineShape): string {
  const shown = shape.envelope ? unwrapEnvelope(bytes) : bytes
  if (shown === null) return '∅'
  const {longestBytes} = shape
  if (longestBytes === undefined || shown.length <= longestBytes) return escapeLine(textOf(shown, format))
  const cut = escapeLine(textOf(shown.subarray(0, wholeCharacters(shown, longestBytes)), format))
  return `${cut}${shape.paint.dim(`… (${shown.length} bytes; --raw or a pipe shows all)`)}`
}

/** Not within a UTF-8 character: what follows its first byte is 10xxxxxx. */
function wholeCharacters(bytes: Buffer, longest: number): number {
  let end = longest
  while (end > longest - 4 && ((bytes[end] ?? 0) & 0xc0) === 0x80) end--
  return end
}

function headerText([name, value]: readonly [string, Buffer | null]): string {
  return escapeLine(value === null ? name : `${name}=${textOf(value, 'auto')}`)
}
