import {MsaError} from '../errors.js'

/** One field: undefined where nothing stands, which is null; `""` is an empty text. */
export type CsvField = string | undefined

const FIELD = /("[^"]*(?:""[^"]*)*"|(?!")[^,\r\n]*)(,|\r?\n|$)/y

/** RFC 4180, with LF too. Errors name the line. */
export function parseCsv(text: string, from: string): CsvField[][] {
  const rows: CsvField[][] = [[]]
  let line = 1
  FIELD.lastIndex = text.startsWith('\ufeff') ? 1 : 0
  while (FIELD.lastIndex < text.length) {
    const match = FIELD.exec(text)
    if (match === null) throw badCsv(from, line, 'a quote is not closed, or something stands behind a closing one')
    const [whole, raw = '', end] = match
    rows.at(-1)?.push(fieldOf(raw))
    line += whole.split('\n').length - 1
    // A comma at the very end of the text has one more field behind it.
    if (end === ',' && FIELD.lastIndex === text.length) rows.at(-1)?.push(undefined)
    else if (end !== ',' && FIELD.lastIndex < text.length) rows.push([])
  }
  return rows.filter(row => row.length > 0)
}

function fieldOf(raw: string): CsvField {
  if (raw.startsWith('"')) return raw.slice(1, -1).replaceAll('""', '"')
  return raw === '' ? undefined : raw
}

export function badCsv(from: string, line: number, why: string): MsaError {
  return new MsaError('E_INPUT', `${from}:${line}: ${why}`, {
    details: [
      'The first line names the columns; a text with commas, quotes or line breaks stands in "…", a quote in it is doubled',
    ],
    tryThis: [`Open ${from} at line ${line}`],
  })
}
