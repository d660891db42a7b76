import {isUtf8} from 'node:buffer'
import type {RecordCursor} from '../clients/kafka-wire/record-cursor.js'
import {unwrapEnvelope} from './envelope.js'
import type {Format} from './format-names.js'
import {appendAnyJson, appendJsonDocument, appendJsonString, quote} from './json-bytes.js'
import {OutputBuffer} from './output-buffer.js'
import type {RecordWriter} from './record-writer.js'

export interface JsonShape {
  readonly key: Format
  readonly value: Format
  readonly envelope: boolean
}

/**
 * One JSON object a line. A value that is a JSON object or array is embedded as it stands (`jq .value.qty`), every other one is a string; what is
 * no text is base64, and `valueEncoding` says so. Null stays null.
 */
export function jsonWriter(shape: JsonShape): RecordWriter {
  const out = new OutputBuffer()
  let prefix = Buffer.alloc(0)
  return {
    from(topic, partition) {
      prefix = Buffer.from(`{"topic":${quote(topic)},"partition":${partition},"offset":`)
    },
    add(record) {
      out.append(prefix)
      out.text(`${record.offset},"timestamp":${record.timestampMs}`)
      appendField(out, 'key', record.bytes, record.keyStart, record.keyEnd, shape.key, shape.envelope)
      appendField(out, 'value', record.bytes, record.valueStart, record.valueEnd, shape.value, shape.envelope)
      if (record.hasHeaders()) appendHeaders(out, record)
      else out.text(',"headers":{}}\n')
    },
    gathered: () => out.length,
    take: () => out.take(),
  }
}

function appendField(
  out: OutputBuffer,
  name: 'key' | 'value',
  bytes: Buffer,
  start: number,
  end: number,
  format: Format,
  envelope: boolean,
): void {
  out.text(name === 'key' ? ',"key":' : ',"value":')
  const payload = envelope && start >= 0 ? unwrapEnvelope(bytes.subarray(start, end)) : undefined
  if (start < 0 || payload === null) out.text('null')
  else if (payload) appendValue(out, name, payload, 0, payload.length, format)
  else appendValue(out, name, bytes, start, end, format)
}

function appendValue(out: OutputBuffer, name: string, bytes: Buffer, start: number, end: number, format: Format): void {
  if (format === 'hex' || format === 'base64') out.text(`"${bytes.toString(format, start, end)}"`)
  else if (format === 'auto' && appendJsonDocument(out, bytes, start, end)) return
  else if (format === 'json' && appendAnyJson(out, bytes, start, end)) return
  else if (format === 'string' || isText(bytes, start, end)) appendJsonString(out, bytes, start, end)
  else out.text(`"${bytes.toString('base64', start, end)}","${name}Encoding":"base64"`)
}

function isText(bytes: Buffer, start: number, end: number): boolean {
  return isUtf8(bytes.subarray(start, end))
}

/** A name that comes several times has an array of its values. */
function appendHeaders(out: OutputBuffer, record: RecordCursor): void {
  const byName = new Map<string, string[]>()
  for (const [name, value] of record.headers()) byName.set(name, [...(byName.get(name) ?? []), headerText(value)])
  const members = [...byName].map(
    ([name, values]) => `${quote(name)}:${values.length === 1 ? values[0] : `[${values}]`}`,
  )
  out.text(`,"headers":{${members.join(',')}}}\n`)
}

function headerText(value: Buffer | null): string {
  if (value === null) return 'null'
  return isUtf8(value) ? quote(value.toString('utf8')) : `{"base64":"${value.toString('base64')}"}`
}
