import {MsaError} from '../errors.js'
import {nearest} from '../nearest.js'
import {badRecord} from './bad-record.js'
import {type ColumnType, type ConnectField, connectField} from './connect-field.js'
import {isEnvelope} from './envelope.js'
import {parseJson} from './formats.js'
import type {Enclose} from './record-source.js'

export interface TableColumn extends ColumnType {
  /** The database fills it in itself: it may be left out. */
  readonly hasDefault: boolean
}

/** Wraps rows in Connect's envelope by the columns of a table. What the row leaves out, and the database fills in, is left out of the schema, too. */
export function encloseByTable(table: string, columns: readonly TableColumn[]): Enclose {
  const fields = new Map(columns.map(column => [column.name, {...column, ...connectField(column)}]))
  return (value, number) => {
    const row = rowOf(value, number)
    rejectUnknown(row, [...fields.keys()], table, number, value)
    const missing = columns.find(({name, nullable, hasDefault}) => row[name] === undefined && !nullable && !hasDefault)
    if (missing) throw badRecord(number, `${table} wants a ${missing.name}`, value)
    const present = columns.filter(
      ({name, nullable, hasDefault}) => row[name] !== undefined || (nullable && !hasDefault),
    )
    return enveloped(
      table,
      present.map(({name}) => [name, fields.get(name), row[name]] as const),
      number,
      value,
    )
  }
}

/** The same by what the values are, where there is no table yet: whole numbers, others, texts, true and false. */
export function encloseByValue(name: string): Enclose {
  return (value, number) => {
    const row = rowOf(value, number)
    return enveloped(
      name,
      Object.entries(row).map(([field, content]) => [field, inferred(field, content), content] as const),
      number,
      value,
    )
  }
}

function rowOf(value: Uint8Array, number: number): Record<string, unknown> {
  const row = parseJson(Buffer.from(value).toString('utf8'))
  if (typeof row !== 'object' || row === null || Array.isArray(row))
    throw badRecord(number, 'a row must be a JSON object', value)
  if (isEnvelope(row)) throw badRecord(number, "it is in Connect's envelope already", value)
  return row as Record<string, unknown>
}

function enveloped(
  name: string,
  parts: readonly (readonly [string, ConnectField | undefined, unknown])[],
  number: number,
  value: Uint8Array,
): Buffer {
  const payload = parts.map(
    ([field, shape, content]) => [field, encoded(field, shape, content, number, value)] as const,
  )
  const schema = {type: 'struct', fields: parts.map(([, shape]) => shape?.schema), optional: false, name}
  return Buffer.from(JSON.stringify({schema, payload: Object.fromEntries(payload)}))
}

function encoded(
  field: string,
  shape: ConnectField | undefined,
  content: unknown,
  number: number,
  value: Uint8Array,
): unknown {
  try {
    return shape?.encode(content)
  } catch (error) {
    throw error instanceof RangeError ? badRecord(number, `${field}: ${error.message}`, value) : error
  }
}

function inferred(name: string, value: unknown): ConnectField {
  if (typeof value === 'boolean') return {schema: {type: 'boolean', optional: true, field: name}, encode: same}
  const isWhole = typeof value === 'number' && Number.isInteger(value)
  const isSmall = isWhole && Math.abs(value as number) < 2 ** 31
  const type = isWhole ? (isSmall ? 'int' : 'bigint') : typeof value === 'number' ? 'double' : 'text'
  const field = connectField({name, type, nullable: true})
  // What is called id is the key of whatever table is made of it.
  return name === 'id' ? {...field, schema: {...field.schema, optional: false}} : field
}

function same(value: unknown): unknown {
  return value
}

function rejectUnknown(
  row: Record<string, unknown>,
  names: readonly string[],
  table: string,
  number: number,
  value: Uint8Array,
): void {
  const unknown = Object.keys(row).find(name => !names.includes(name))
  if (unknown === undefined) return
  const near = nearest(unknown, names)
  const hint = near === undefined ? `; it has ${names.join(', ')}` : `; did you mean "${near}"?`
  throw badRecord(number, `${table} has no column ${JSON.stringify(unknown)}${hint}`, value)
}

/** `--schema` names a table of the lab's database, `--envelope` none. */
export async function encloseFor(
  flags: {readonly schema?: string | undefined; readonly envelope: boolean},
  topic: string,
  columnsOf: (table: string) => Promise<readonly TableColumn[]>,
): Promise<Enclose | undefined> {
  if (flags.schema !== undefined && flags.envelope)
    throw new MsaError('E_USAGE', '--schema and --envelope both say how to wrap', {tryThis: ['Leave out --envelope']})
  if (flags.schema !== undefined) return encloseByTable(flags.schema, await columnsOf(flags.schema))
  return flags.envelope ? encloseByValue(topic) : undefined
}
