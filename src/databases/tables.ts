import {type DatabaseTarget, withDatabase} from '../clients/mariadb.js'
import {MsaError} from '../errors.js'
import {nearest} from '../nearest.js'

export interface TableFacts {
  readonly database: string
  readonly table: string
  readonly type: 'table' | 'view'
  /** Counted where the table is small, else InnoDB's guess. */
  readonly rows: number | undefined
  readonly bytes: number
  readonly primaryKey: readonly string[]
}

export interface ColumnFacts {
  readonly name: string
  readonly type: string
  readonly nullable: boolean
  readonly key: string
  readonly default: string | undefined
  readonly extra: string
}

const SYSTEM = "('information_schema', 'mysql', 'performance_schema', 'sys')"

/** The tables of the target's database, or of all that are not the server's own. */
export async function listTables(target: DatabaseTarget, all: boolean): Promise<TableFacts[]> {
  return withDatabase(target, async database => {
    const where = all ? `table_schema NOT IN ${SYSTEM}` : 'table_schema = database()'
    const tables = await database.rows(
      `SELECT table_schema AS d, table_name AS t, table_type AS y, table_rows AS n, data_length + index_length AS b FROM information_schema.tables WHERE ${where} ORDER BY 1, 2`,
    )
    const keys = await database.rows(
      `SELECT table_schema AS d, table_name AS t, column_name AS c FROM information_schema.columns WHERE column_key = 'PRI' AND ${where} ORDER BY ordinal_position`,
    )
    return tables.map(({d, t, y, n, b}) => ({
      database: d ?? '',
      table: t ?? '',
      type: y === 'VIEW' ? 'view' : 'table',
      rows: n === null || n === undefined ? undefined : Number(n),
      bytes: Number(b ?? 0),
      primaryKey: keys.filter(key => key.d === d && key.t === t).map(({c}) => c ?? ''),
    }))
  })
}

export interface TableDescription {
  readonly table: string
  readonly columns: readonly ColumnFacts[]
}

export async function describeTables(target: DatabaseTarget, names: readonly string[]): Promise<TableDescription[]> {
  return withDatabase(target, async database => {
    const rows = await database.rows(
      'SELECT table_name AS t, column_name AS c, column_type AS y, is_nullable AS n, column_key AS k, column_default AS d, extra AS x FROM information_schema.columns WHERE table_schema = database() ORDER BY table_name, ordinal_position',
    )
    const existing = [...new Set(rows.map(({t}) => t ?? ''))]
    return names.map(table => {
      if (!existing.includes(table)) throw missingTable(table, existing, target.database)
      const columns = rows.filter(({t}) => t === table).map(columnOf)
      return {table, columns}
    })
  })
}

function columnOf({c, y, n, k, d, x}: Record<string, string | null>): ColumnFacts {
  return {
    name: c ?? '',
    type: y ?? '',
    nullable: n === 'YES',
    key: k ?? '',
    default: d === null || d === 'NULL' ? undefined : d,
    extra: x ?? '',
  }
}

export function missingTable(table: string, existing: readonly string[], database: string | undefined): MsaError {
  const near = nearest(table, existing)
  const there = existing.length === 0 ? 'There is no table yet' : `There are: ${existing.join(', ')}`
  return new MsaError('E_FAILED', `there is no table ${table}${database === undefined ? '' : ` in ${database}`}`, {
    details: near === undefined ? [there] : [`did you mean "${near}"?`, there],
    tryThis: ['See all of them: msa db tables --all'],
  })
}
