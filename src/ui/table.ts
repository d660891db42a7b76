import Table from 'cli-table3'
import {escapeLine} from './escape.js'

export interface Column<Row> {
  readonly title: string
  /** Shown as it is, not in capitals: a name that somebody else gave. */
  readonly titleIsName?: boolean
  readonly value: (row: Row) => string | number | undefined
  readonly align?: 'left' | 'right'
  /** Applied after escaping, so that our own colours survive. */
  readonly paint?: (text: string, row: Row) => string
}

const bare = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '  ',
}

/** Plain columns without rules, as docker and kubectl print them. Ends with a line break unless there are no rows. */
export function table<Row>(rows: readonly Row[], columns: readonly Column<Row>[]): string {
  if (rows.length === 0) return ''
  const grid = new Table({
    head: columns.map(({title, titleIsName}) => (titleIsName ? escapeLine(title) : title.toUpperCase())),
    chars: bare,
    colAligns: columns.map(column => column.align ?? 'left'),
    style: {head: [], border: [], 'padding-left': 0, 'padding-right': 0},
  })
  for (const row of rows) {
    grid.push(
      columns.map(column => {
        const text = escapeLine(String(column.value(row) ?? ''))
        return column.paint ? column.paint(text, row) : text
      }),
    )
  }
  return `${grid.toString().replaceAll(/[ \t]+$/gm, '')}\n`
}
