import type {Database} from '../clients/mariadb.js'
import {shellWord} from '../platform/shell-word.js'
import {setting} from './diagnosis/known-failure.js'
import type {Finding} from './finding.js'

export interface KeyColumn {
  readonly name: string
  readonly type: string
  readonly isCounted: boolean
}

/** Without a primary key the records have no key: an upserting sink cannot take them. */
export async function keyFindings(
  opened: Database,
  name: string,
  tables: readonly string[],
  field: string,
): Promise<Finding[]> {
  const findings: Finding[] = []
  for (const table of tables.filter(each => /^[\w$-]+\.[\w$-]+$/.test(each))) {
    const columns = await opened.rows(
      'SELECT column_name AS name, data_type AS type, column_key AS k, extra FROM information_schema.columns WHERE CONCAT(table_schema, ".", table_name) = ? ORDER BY ordinal_position',
      [table],
    )
    if (columns.length === 0 || columns.some(({k}) => k === 'PRI')) continue
    const known = columns.map(({name: column, type, extra}) => ({
      name: column ?? '',
      type: type ?? '',
      isCounted: extra?.includes('auto_increment') === true,
    }))
    findings.push({
      failure: 'no-primary-key',
      field,
      cause: `the table ${table} has no primary key, so its records have no key`,
      fix: [
        `msa db query ${shellWord(`ALTER TABLE ${quoted(table)} ${await keyClause(opened, table, known)}`)}`,
        `Or let its sink append rows: ${setting('SINK', 'primary.key.mode=none', 'insert.mode=insert')} (here: ${name} is the source)`,
      ],
    })
  }
  return findings
}

/** A column that can be the key as the rows are now; else a new one that counts. */
async function keyClause(opened: Database, table: string, columns: readonly KeyColumn[]): Promise<string> {
  for (const column of keyCandidates(table, columns))
    if (await tellsRowsApart(opened, table, column)) return `ADD PRIMARY KEY (\`${column}\`)`
  return `ADD COLUMN ${newColumn(columns)} BIGINT AUTO_INCREMENT PRIMARY KEY FIRST`
}

/** Columns whose name or nature says that they number the rows, and whose type can be a key without a length. */
export function keyCandidates(table: string, columns: readonly KeyColumn[]): string[] {
  const names = ['id', `${table.split('.')[1]}_id`]
  return columns
    .filter(({name, isCounted}) => isCounted || names.includes(name.toLowerCase()))
    .filter(({type}) => !/text|blob|json|geometry|point|polygon/.test(type))
    .map(({name}) => name)
}

export function newColumn(columns: readonly Pick<KeyColumn, 'name'>[]): string {
  const taken = new Set(columns.map(({name}) => name.toLowerCase()))
  return ['id', 'row_id'].find(name => !taken.has(name)) ?? 'msa_row_id'
}

/** Looks no longer than a moment at a table of any size: what is not known by then is taken for no key. */
async function tellsRowsApart(opened: Database, table: string, column: string): Promise<boolean> {
  const name = `\`${column.replaceAll('`', '``')}\``
  const doubles = `SELECT ${name} FROM ${quoted(table)} GROUP BY ${name} HAVING COUNT(*) > 1 OR ${name} IS NULL LIMIT 1`
  const rows = await opened.rows(`SET STATEMENT max_statement_time=2 FOR ${doubles}`).catch(() => undefined)
  return rows?.length === 0
}

function quoted(table: string): string {
  return table
    .split('.')
    .map(part => `\`${part}\``)
    .join('.')
}
