import type {Cell, Column, StatementResult} from '../clients/mariadb.js'

type Rows = Extract<StatementResult, {kind: 'rows'}>

/** RFC 4180, and nothing else: a text that begins with `=` stays the text that it is. Null is an empty field, an empty text is `""`. */
export function csvText({columns, rows}: Rows): string {
  const line = (cells: readonly string[]) => `${cells.join(',')}\r\n`
  const body = rows.map(row => line(row.map((cell, index) => csvField(cell, columns[index]))))
  return line(columns.map(({name}) => csvQuoted(name))) + body.join('')
}

function csvField(cell: Cell, column: Column | undefined): string {
  if (cell === null) return ''
  const text = cellText(cell)
  return text === '' || column?.kind !== 'number' ? csvQuoted(text) : text
}

function csvQuoted(text: string): string {
  return text === '' || /[",\r\n]/.test(text) || /^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** Numbers as numbers where JavaScript can hold them, else as the text of their digits; bytes as base64. */
export function jsonRows({columns, rows}: Rows): Record<string, unknown>[] {
  return rows.map(row =>
    Object.fromEntries(columns.map((column, index) => [column.name, jsonValue(row[index] ?? null, column)])),
  )
}

function jsonValue(cell: Cell, {kind}: Column): unknown {
  if (cell === null) return null
  if (Buffer.isBuffer(cell)) return cell.toString('base64')
  if (kind === 'json') return parsedOr(cell)
  if (kind !== 'number') return cell
  const number = Number(cell)
  return Number.isSafeInteger(number) || (cell.includes('.') && String(number) === cell.replace(/\.?0+$/, ''))
    ? number
    : cell
}

function parsedOr(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

/** For a person: bytes in hexadecimal. */
export function cellText(cell: Cell): string {
  if (cell === null) return 'NULL'
  return Buffer.isBuffer(cell) ? `0x${cell.toString('hex')}` : cell
}
