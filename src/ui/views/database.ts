import type {StatementResult} from '../../clients/mariadb.js'
import {cellText, csvText, jsonRows} from '../../databases/rows-text.js'
import type {Snapshot} from '../../databases/snapshots.js'
import type {ColumnFacts, TableDescription, TableFacts} from '../../databases/tables.js'
import {escapeLine} from '../escape.js'
import {type Column, table} from '../table.js'
import {bytesText, countText} from '../units.js'

/** With `--json`: rows of a single statement as a list, of several as a list of lists. */
export function queryJson(results: readonly StatementResult[]): unknown {
  const facts = results.map(result => (result.kind === 'rows' ? jsonRows(result) : result))
  return facts.length === 1 ? facts[0] : facts
}

export function queryView(results: readonly StatementResult[]): string {
  return results.map(result => (result.kind === 'rows' ? rowsView(result) : changedView(result))).join('\n')
}

export function queryCsv(results: readonly StatementResult[]): string {
  return results.map(result => (result.kind === 'rows' ? csvText(result) : '')).join('')
}

function rowsView({columns, rows}: Extract<StatementResult, {kind: 'rows'}>): string {
  const shown = columns.map(({name, kind}, index): Column<(typeof rows)[number]> => {
    return {
      title: name,
      titleIsName: true,
      value: row => cellText(row[index] ?? null),
      align: kind === 'number' ? 'right' : 'left',
    }
  })
  return `${table(rows, shown)}${countText(rows.length, 'row')}\n`
}

function changedView({rows, insertId, warnings}: Extract<StatementResult, {kind: 'changed'}>): string {
  const id = insertId > 0 ? `, id ${insertId}` : ''
  return `${countText(rows, 'row')} changed${id}${warnings > 0 ? `, ${countText(warnings, 'warning')}` : ''}\n`
}

const TABLES: readonly Column<TableFacts>[] = [
  {title: 'table', value: ({table: name}) => name},
  {title: 'rows', value: ({rows}) => rows ?? '-', align: 'right'},
  {title: 'size', value: ({bytes, type}) => (type === 'view' ? 'view' : bytesText(bytes)), align: 'right'},
  {title: 'primary key', value: ({primaryKey}) => primaryKey.join(', ') || '-'},
]

export function tablesView(tables: readonly TableFacts[]): string {
  if (tables.length === 0) return `no tables yet; make one: msa db query 'CREATE TABLE …'\n`
  const several = new Set(tables.map(({database}) => database)).size > 1
  return table(tables, several ? [{title: 'database', value: ({database}) => database}, ...TABLES] : TABLES)
}

const COLUMNS: readonly Column<ColumnFacts>[] = [
  {title: 'column', value: ({name}) => name},
  {title: 'type', value: ({type}) => type},
  {title: 'null', value: ({nullable}) => (nullable ? 'yes' : 'no')},
  {title: 'key', value: ({key}) => key},
  {title: 'default', value: column => column.default ?? '-'},
  {title: 'extra', value: ({extra}) => extra},
]

export function tableDescriptionsView(tables: readonly TableDescription[]): string {
  return tables.map(({table: name, columns}) => `${escapeLine(name)}\n${table(columns, COLUMNS)}`).join('\n')
}

const SNAPSHOTS: readonly Column<Snapshot>[] = [
  {title: 'snapshot', value: ({name}) => name},
  {title: 'size', value: ({bytes}) => bytesText(bytes), align: 'right'},
]

const WOULD = {take: 'would be taken', replace: 'would be taken anew', restore: 'would be put back'} as const

/** One that was taken or put back, or would have been. */
export function snapshotView({name, path, bytes, would}: Snapshot): string {
  if (would === undefined) return snapshotsView([{name, path, bytes}])
  const held = would.databases === undefined ? '' : ` of ${would.databases.join(', ')}`
  return `${escapeLine(name)}: ${WOULD[would.action]}${escapeLine(held)}: ${escapeLine(path)}\n`
}

export function snapshotsView(snapshots: readonly Snapshot[]): string {
  return snapshots.length === 0 ? 'no snapshots yet; take one: msa db snapshot\n' : table(snapshots, SNAPSHOTS)
}
