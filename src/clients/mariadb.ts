import type {Connection, FieldInfo} from 'mariadb'
import {MsaError, reasonOf} from '../errors.js'

export interface DatabaseTarget {
  readonly host: string
  readonly port: number
  readonly user: string
  readonly password: string
  readonly database?: string | undefined
}

export interface Column {
  readonly name: string
  /** How its values are written outside of the database: digits, words, JSON, or bytes. */
  readonly kind: 'number' | 'text' | 'json' | 'bytes'
}
/** Text exactly as the server has it: no rounding of decimals, no time zone put on dates. */
export type Cell = string | Buffer | null

export type StatementResult =
  | {readonly kind: 'rows'; readonly columns: readonly Column[]; readonly rows: readonly (readonly Cell[])[]}
  | {readonly kind: 'changed'; readonly rows: number; readonly insertId: number; readonly warnings: number}

export interface Database {
  /** One statement or several, a result each. */
  run(sql: string, values?: readonly (string | number | Buffer | null)[]): Promise<StatementResult[]>
  /** The rows of one statement, as objects of texts. */
  rows(sql: string, values?: readonly (string | number)[]): Promise<Record<string, string | null>[]>
}

/** Opens one connection for as long as the work takes. */
export async function withDatabase<T>(target: DatabaseTarget, work: (database: Database) => Promise<T>): Promise<T> {
  const connection = await open(target)
  try {
    return await work(databaseOn(connection))
  } finally {
    await connection.end().catch(() => undefined)
  }
}

const CONNECT_TIMEOUT_MS = 5_000

async function open({host, port, user, password, database}: DatabaseTarget): Promise<Connection> {
  const {createConnection} = (await import('mariadb')).default
  try {
    return await createConnection({
      host,
      port,
      user,
      password,
      ...(database === undefined ? {} : {database}),
      connectTimeout: CONNECT_TIMEOUT_MS,
      rowsAsArray: true,
      metaAsArray: true,
      multipleStatements: true,
      insertIdAsNumber: true,
      // A server may otherwise ask for any file of this machine.
      permitLocalInfile: false,
      typeCast: (field, next) => (isBytes(field) ? next() : field.string()),
    })
  } catch (error) {
    throw connectError(error, {host, port, user, database})
  }
}

function databaseOn(connection: Connection): Database {
  const run: Database['run'] = async (sql, values = []) => {
    const answer: unknown = await connection.query({sql}, [...values]).catch((error: unknown) => {
      throw statementError(error, sql)
    })
    return resultsOf(answer)
  }
  return {
    run,
    async rows(sql, values = []) {
      const [result] = await run(sql, values)
      if (result?.kind !== 'rows') return []
      return result.rows.map(row =>
        Object.fromEntries(result.columns.map(({name}, index) => [name, row[index]?.toString() ?? null])),
      )
    },
  }
}

interface Changed {
  readonly affectedRows: number
  readonly insertId: number
  readonly warningStatus: number
}

/** The driver answers in another shape for several statements: a list of results beside a list of their columns. */
function resultsOf(answer: unknown): StatementResult[] {
  if (!Array.isArray(answer)) return [changed(answer as Changed)]
  const [results, columns] = answer as [unknown, (FieldInfo | FieldInfo[] | undefined)[] | undefined]
  if (columns === undefined || !Array.isArray(results)) return [changed(results as Changed)]
  const isOne = columns.length > 0 && columns[0] !== undefined && !Array.isArray(columns[0])
  if (isOne) return [resultOf(results, columns as FieldInfo[])]
  return (results as unknown[]).map((result, index) => resultOf(result, columns[index] as FieldInfo[] | undefined))
}

function resultOf(result: unknown, columns: readonly FieldInfo[] | undefined): StatementResult {
  if (columns === undefined || !Array.isArray(result)) return changed(result as Changed)
  return {
    kind: 'rows',
    columns: columns.map(column => ({name: column.name(), kind: kindOf(column)})),
    rows: result as Cell[][],
  }
}

function changed({affectedRows, insertId, warningStatus}: Changed): StatementResult {
  return {kind: 'changed', rows: affectedRows, insertId: Number(insertId), warnings: warningStatus}
}

const BINARY = 63
const BYTES = new Set([
  'BLOB',
  'TINY_BLOB',
  'MEDIUM_BLOB',
  'LONG_BLOB',
  'STRING',
  'VAR_STRING',
  'VARCHAR',
  'BIT',
  'GEOMETRY',
])
const NUMBERS = new Set(['TINY', 'SHORT', 'INT24', 'INT', 'BIGINT', 'FLOAT', 'DOUBLE', 'DECIMAL', 'NEWDECIMAL', 'YEAR'])

function isBytes({type, collation}: FieldInfo): boolean {
  return BYTES.has(type) && (collation.index === BINARY || type === 'BIT')
}

function kindOf(column: FieldInfo): Column['kind'] {
  if (isBytes(column)) return 'bytes'
  if (NUMBERS.has(column.type)) return 'number'
  return column.dataTypeName === 'json' || column.type === 'JSON' || column.isDataTypeFormatJson?.() ? 'json' : 'text'
}

/** The server's number for what went wrong: 1045 is a wrong password, 1049 an unknown database, 1146 an unknown table. */
export function sqlErrorNumber(error: unknown): number | undefined {
  const cause = error instanceof MsaError ? error.cause : error
  return cause instanceof Error && 'errno' in cause && typeof cause.errno === 'number' ? cause.errno : undefined
}

function connectError(error: unknown, {host, port, user, database}: Omit<DatabaseTarget, 'password'>): MsaError {
  const words = sqlWords(error)
  const number = sqlErrorNumber(error)
  if (number === 1045)
    return new MsaError(
      'E_FAILED',
      `MariaDB at ${host}:${port} does not let ${user} in: wrong password, or no such user`,
      {
        details: [words],
        tryThis: ["The lab's user is root, its password stands in .msa/secrets/db-password", 'msa restart mariadb'],
        cause: error,
      },
    )
  if (number === 1049)
    return new MsaError('E_FAILED', `there is no database ${database}`, {
      details: [words],
      tryThis: ['See which there are: msa db tables --all', `Make it: msa db query 'CREATE DATABASE ${database}'`],
      cause: error,
    })
  return new MsaError('E_NOT_REACHABLE', `no MariaDB answers at ${host}:${port}`, {
    details: [words],
    tryThis: ['See whether it runs: msa status mariadb', 'Start it: msa up mariadb'],
    cause: error,
  })
}

function statementError(error: unknown, sql: string): MsaError {
  const near = /near '([^']*)/.exec(sqlWords(error))?.[1]?.split('\n')[0]
  const at = near === undefined || near === '' ? -1 : sql.indexOf(near)
  const line = at < 0 ? [] : [`line ${sql.slice(0, at).split('\n').length} of the statement`]
  return new MsaError('E_FAILED', `MariaDB refused: ${sqlWords(error)}`, {
    details: line,
    tryThis: ['See tables and columns: msa db tables'],
    cause: error,
  })
}

/** Without the connection's number and the statement, which may hold secrets. */
function sqlWords(error: unknown): string {
  const words = error instanceof Error && 'sqlMessage' in error ? error.sqlMessage : undefined
  return typeof words === 'string' && words !== ''
    ? words
    : (reasonOf(error)
        .replace(/^\(conn:[^)]*\) /, '')
        .split('\nsql:')[0] ?? '')
}
