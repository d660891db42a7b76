import type {Pool, PoolConnection} from 'mariadb'
import {reasonOf} from '../../../errors.js'
import {readTextIfThere} from '../../../platform/files.js'
import type {Configuration} from '../config/configuration.js'
import {down, type HealthDetail, up} from '../health.js'
import {HttpProblem} from '../http/problem.js'
import type {Log} from '../log.js'
import {type DatabaseSettings, databaseSettings} from './database-settings.js'

export type SqlValue = string | number | Date | null
export interface Connection {
  query<Row>(sql: string, values?: readonly SqlValue[]): Promise<Row[]>
  /** Answers how many rows were changed. */
  execute(sql: string, values?: readonly SqlValue[]): Promise<number>
}

/** The database cannot be asked; who made the request hears that it may try again. */
export class DatabaseAway extends HttpProblem {
  constructor(message: string) {
    super(503, message, {headers: {'retry-after': '1'}})
  }
}

/** Long enough for a server that restarts fast, short enough for who waits. */
const acquireTimeoutMs = 1500

/** A pool that follows the configuration: new address or password, new pool. Made on first use; a dead server is met again by itself. */
export class Database {
  private pool: Promise<Pool> | undefined
  private opened: DatabaseSettings | undefined
  private prepared = false

  constructor(
    private readonly configuration: Configuration,
    private readonly log: Log,
    /** Statements that make the tables where there are none. */
    private readonly schema: readonly string[],
  ) {}

  async query<Row>(sql: string, values: readonly SqlValue[] = []): Promise<Row[]> {
    return this.withConnection(connection => connection.query<Row>(sql, values))
  }

  /** Everything or nothing; what `work` throws comes out unchanged. */
  async transaction<T>(work: (connection: Connection) => Promise<T>): Promise<T> {
    return this.withConnection(async (connection, raw) => {
      await raw.beginTransaction()
      try {
        const result = await work(connection)
        await raw.commit()
        return result
      } catch (error) {
        await raw.rollback().catch(() => undefined)
        throw error
      }
    })
  }

  async health(): Promise<HealthDetail> {
    try {
      await this.query('select 1')
      return up({database: 'MariaDB'})
    } catch (error) {
      return down(reasonOf(error))
    }
  }

  async stop(): Promise<void> {
    await this.close()
  }

  private async withConnection<T>(work: (connection: Connection, raw: PoolConnection) => Promise<T>): Promise<T> {
    const raw = await this.acquire()
    try {
      if (!this.prepared) {
        for (const statement of this.schema) await raw.query(statement)
        this.prepared = true
      }
      return await work(wrap(raw), raw)
    } finally {
      await raw.release().catch(() => undefined)
    }
  }

  private async acquire(): Promise<PoolConnection> {
    const settings = databaseSettings(this.configuration.current)
    if (JSON.stringify(settings) !== JSON.stringify(this.opened)) {
      await this.close()
      this.opened = settings
      this.prepared = false
      this.pool = openPool(settings)
      this.log.info(`database: ${settings.user}@${settings.host}:${settings.port}/${settings.database}`)
    }
    try {
      const pool = await this.pool
      if (pool === undefined) throw new Error('the pool is closed')
      return await pool.getConnection()
    } catch (error) {
      throw new DatabaseAway(`MariaDB at ${settings.host}:${settings.port} does not let us in: ${whyOf(error)}`)
    }
  }

  private async close(): Promise<void> {
    const pool = await this.pool?.catch(() => undefined)
    this.pool = undefined
    this.opened = undefined
    await pool?.end().catch(() => undefined)
  }
}

/** The pool says only that it has no connection; why, says its cause. */
function whyOf(error: unknown): string {
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error
  const words = typeof cause === 'object' && cause !== null && 'sqlMessage' in cause ? cause.sqlMessage : undefined
  return String(words ?? reasonOf(cause)).split('\n', 1)[0] ?? ''
}

/** Loaded on first use: the driver is a third of a service's start, and not every service has a database. */
async function openPool({passwordFile, maxConnections, ...settings}: DatabaseSettings): Promise<Pool> {
  const {createPool} = await import('mariadb')
  const password = passwordFile === undefined ? settings.password : (await readTextIfThere(passwordFile))?.trim()
  return createPool({
    ...settings,
    password: password ?? '',
    connectionLimit: maxConnections,
    minimumIdle: 1,
    idleTimeout: 60,
    acquireTimeout: acquireTimeoutMs,
    connectTimeout: 2000,
    // Parameters hold what users sent, passwords too: they must not stand in an error's text.
    logParam: false,
    bigIntAsNumber: true,
    insertIdAsNumber: true,
    allowPublicKeyRetrieval: true,
  })
}

function wrap(raw: PoolConnection): Connection {
  return {
    query: async <Row>(sql: string, values: readonly SqlValue[] = []) => [
      ...(await raw.query<Row[]>(sql, [...values])),
    ],
    execute: async (sql, values = []) =>
      Number((await raw.query<{affectedRows: number}>(sql, [...values])).affectedRows),
  }
}
