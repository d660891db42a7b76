import {type Database, type DatabaseTarget, withDatabase} from '../clients/mariadb.js'
import {MsaError} from '../errors.js'
import {nearest} from '../nearest.js'
import {badCsv, parseCsv} from './csv.js'
import {checkName, sqlName} from './place.js'
import {describeTables} from './tables.js'

export interface ImportedRows {
  readonly table: string
  readonly rows: number
}

type Value = string | number | null
interface Row {
  readonly line: number
  readonly values: ReadonlyMap<string, Value>
}

export interface ReadRows {
  readonly table: string
  readonly columns: readonly string[]
  readonly rows: readonly Row[]
  readonly from: string
}

/** Rows of CSV (the first line names the columns) or JSON (a list, or an object a line), each checked against the columns of the table. */
export async function readRows(
  target: DatabaseTarget,
  table: string,
  content: {readonly text: string; readonly format: 'csv' | 'json'; readonly from: string},
): Promise<ReadRows> {
  checkName('table', table)
  const rows = content.format === 'csv' ? csvRows(content.text, content.from) : jsonRows(content.text, content.from)
  const [description] = await describeTables(target, [table])
  const known = (description?.columns ?? []).map(({name}) => name)
  for (const {line, values} of rows) rejectUnknown(values, known, content.from, line, table)
  return {table, columns: [...(rows[0]?.values.keys() ?? [])], rows, from: content.from}
}

/** All of them or none. */
export function insertRows(target: DatabaseTarget, {table, rows, from}: ReadRows): Promise<void> {
  return withDatabase(target, database => insertAll(database, table, rows, from))
}

async function insertAll(database: Database, table: string, rows: readonly Row[], from: string): Promise<void> {
  await database.run('START TRANSACTION')
  for (const {line, values} of rows) {
    const names = [...values.keys()].map(sqlName).join(', ')
    const marks = [...values.keys()].map(() => '?').join(', ')
    await database
      .run(`INSERT INTO ${sqlName(table)} (${names}) VALUES (${marks})`, [...values.values()])
      .catch((error: unknown) => {
        throw rowError(error, from, line)
      })
  }
  await database.run('COMMIT')
}

function csvRows(text: string, from: string): Row[] {
  const [header = [], ...rows] = parseCsv(text, from)
  const names = header.map(name => name ?? '')
  return rows.map((fields, index) => {
    const line = index + 2
    if (fields.length !== names.length) throw badCsv(from, line, `${fields.length} fields, and ${names.length} columns`)
    return {line, values: new Map(fields.map((field, at) => [names[at] ?? '', field ?? null]))}
  })
}

function jsonRows(text: string, from: string): Row[] {
  const isList = text.trimStart().startsWith('[')
  const texts = isList ? [text] : text.split('\n')
  const parsed = texts.flatMap((piece, index) => {
    if (piece.trim() === '') return []
    const value = parse(piece, from, index + 1)
    return (isList && Array.isArray(value) ? value : [value]).map((row, at) => ({
      row,
      line: isList ? at + 1 : index + 1,
    }))
  })
  return parsed.map(({row, line}) => ({line, values: rowOf(row, from, line)}))
}

function parse(text: string, from: string, line: number): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw badCsv(from, line, 'not JSON')
  }
}

function rowOf(row: unknown, from: string, line: number): Map<string, Value> {
  if (typeof row !== 'object' || row === null || Array.isArray(row))
    throw badCsv(from, line, 'a row must be a JSON object')
  return new Map(Object.entries(row).map(([name, value]) => [name, sqlValue(value)]))
}

function sqlValue(value: unknown): Value {
  if (value === null || typeof value === 'string' || typeof value === 'number') return value
  return typeof value === 'boolean' ? Number(value) : JSON.stringify(value)
}

function rejectUnknown(
  values: Row['values'],
  columns: readonly string[],
  from: string,
  line: number,
  table: string,
): void {
  const unknown = [...values.keys()].find(name => !columns.includes(name))
  if (unknown === undefined) return
  const near = nearest(unknown, columns)
  throw new MsaError('E_INPUT', `${from}:${line}: ${table} has no column ${JSON.stringify(unknown)}`, {
    details:
      near === undefined
        ? [`It has: ${columns.join(', ')}`]
        : [`did you mean "${near}"?`, `It has: ${columns.join(', ')}`],
    tryThis: [`See it: msa db tables ${table}`],
  })
}

function rowError(error: unknown, from: string, line: number): unknown {
  if (!(error instanceof MsaError)) return error
  return new MsaError(error.code, `${from}:${line}: ${error.message}`, {
    details: ['No row of the file was written'],
    tryThis: ['Mend that row and import again'],
    cause: error.cause,
  })
}
