import {MsaError} from '../errors.js'

/** A column, and whether a row can do without a value for it. */
export interface ColumnNeeds {
  readonly name: string
  /** `varchar`, `int`, `datetime` … */
  readonly type: string
  /** Of a text; undefined for other types. */
  readonly length: number | undefined
  readonly required: boolean
}

export interface MarkedValues {
  /** The column by which the row is known. */
  readonly column: string
  readonly row: Readonly<Record<string, string>>
}

const NUMBER = /int|decimal|numeric|float|double|bit|year/
const TEXT = /char|text/
const TODAY: readonly (readonly [RegExp, string])[] = [
  [/^datetime|^timestamp/, '2000-01-01 00:00:00'],
  [/^date/, '2000-01-01'],
  [/^time/, '00:00:00'],
]

/** The smallest row that the table takes: the mark in a text, and something in each column that must have a value. */
export function markedValues(table: string, columns: readonly ColumnNeeds[], mark: string): MarkedValues {
  const texts = columns.filter(({type, length}) => TEXT.test(type) && (length ?? 0) >= mark.length)
  const column = (texts.find(({required}) => required) ?? texts[0])?.name
  if (column === undefined)
    throw new MsaError(
      'E_INPUT',
      `the table ${table} has no text column of ${mark.length} characters to mark a row by`,
      {
        tryThis: [`See its columns: msa db tables ${table.split('.')[1]}`, 'msa check flow --row mydb.users'],
      },
    )
  const needed = columns.filter(({required, name}) => required && name !== column)
  const others = needed.map(each => [each.name, fillerFor(table, each, mark)] as const)
  return {column, row: {[column]: mark, ...Object.fromEntries(others)}}
}

function fillerFor(table: string, {name, type, length}: ColumnNeeds, mark: string): string {
  if (NUMBER.test(type)) return '0'
  if (TEXT.test(type)) return mark.slice(0, length)
  const filler = TODAY.find(([pattern]) => pattern.test(type))?.[1]
  if (filler !== undefined) return filler
  throw new MsaError(
    'E_INPUT',
    `the column ${name} of ${table} wants a value of type ${type}, and the check has none`,
    {
      tryThis: ['Give the column a default, or check another table: msa check flow --row mydb.users'],
    },
  )
}
