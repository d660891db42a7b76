import type {ConnectorConfig} from '../clients/connect.js'
import {type Database, withDatabase} from '../clients/mariadb.js'
import {MsaError, reasonOf} from '../errors.js'
import {nearest} from '../nearest.js'
import {shellWord} from '../platform/shell-word.js'
import {type ConnectorDatabase, connectorDatabase, isPlainName} from './connector-database.js'
import {diagnose} from './diagnosis/diagnose.js'
import {type FailureFacts, type LabDatabase, setting} from './diagnosis/known-failure.js'
import {keyFindings} from './examine-keys.js'
import type {Finding} from './finding.js'

/**
 * Goes to the database as the connector would. A sink's pool tries a wrong password for half a minute before its task fails, and a source whose table
 * is misspelt runs for ever without a word; here both are told at once. `config` holds its secrets: nothing of them is in what is returned.
 */
export async function examineDatabase(name: string, config: ConnectorConfig, lab?: LabDatabase): Promise<Finding[]> {
  const database = connectorDatabase(config)
  if (!database) return []
  const scheme = schemeFinding(name, config)
  if (scheme) return [scheme]
  try {
    return await withDatabase(database.target, opened => findingsIn(opened, name, config, database))
  } catch (error) {
    return [connectFinding(name, config, database, error, lab)]
  }
}

function schemeFinding(name: string, config: ConnectorConfig): Finding | undefined {
  const isMysql = config['connection.url']?.startsWith('jdbc:mysql:') === true
  if (!isMysql || !config['connector.class']?.startsWith('io.debezium.')) return undefined
  return {...known('java.sql.SQLException: No suitable driver', name, config), field: 'connection.url'}
}

function connectFinding(
  name: string,
  config: ConnectorConfig,
  {keys, target}: ConnectorDatabase,
  error: unknown,
  lab: LabDatabase | undefined,
): Finding {
  if (!(error instanceof MsaError)) throw error
  const words =
    error.code === 'E_NOT_REACHABLE' ? `Socket fail to connect to ${target.host}:${target.port}` : error.details[0]
  const finding = known(`java.sql.SQLException: ${words ?? reasonOf(error)}`, name, config, {database: lab})
  return {...finding, field: finding.failure === 'bad-password' ? keys.password : keys.place}
}

function known(
  trace: string,
  name: string,
  config: ConnectorConfig,
  facts: Pick<FailureFacts, 'database' | 'account'> = {},
): Omit<Finding, 'field'> {
  const {failure = 'unknown', cause, fix} = diagnose(trace, {name, config, topics: [], ...facts})
  return {failure, cause, fix}
}

async function findingsIn(
  opened: Database,
  name: string,
  config: ConnectorConfig,
  {kind, keys, tables, target}: ConnectorDatabase,
): Promise<Finding[]> {
  if (kind === 'jdbc-sink') return []
  const missing = await missingTables(opened, name, config, tables, target.database)
  if (missing.length > 0 || kind === 'jdbc-source') return missing
  return [
    ...(await binlogFindings(opened)),
    ...(await grantFindings(opened, name, config)),
    ...(await keyFindings(opened, name, tables, keys.place)),
  ]
}

async function missingTables(
  opened: Database,
  name: string,
  config: ConnectorConfig,
  tables: readonly string[],
  database: string | undefined,
): Promise<Finding[]> {
  const rows = await opened.rows('SELECT table_schema AS s, table_name AS t FROM information_schema.tables')
  const there = new Set(rows.map(({s, t}) => `${s}.${t}`))
  const inDatabase = rows.filter(({s}) => s === database).map(({t}) => t ?? '')
  return tables
    .map(table => table.split('.'))
    .filter(parts => parts.every(isPlainName))
    .map(parts => (parts.length === 1 ? [database ?? '', ...parts] : parts).join('.'))
    .filter(table => !there.has(table))
    .map(table => missingTable(table, nearest(table.split('.')[1] ?? '', inDatabase), name, config))
}

function missingTable(table: string, near: string | undefined, name: string, config: ConnectorConfig): Finding {
  const field = config['table.whitelist'] === undefined ? 'table.include.list' : 'table.whitelist'
  const make = `msa db query ${shellWord(`CREATE TABLE ${table} (id INT AUTO_INCREMENT PRIMARY KEY, name VARCHAR(100))`)}`
  const right = config[field]?.replace(table.split('.')[1] ?? '', near ?? '') ?? ''
  return {
    failure: 'source-table-missing',
    field,
    cause: `there is no table ${table}${near === undefined ? '' : `; did you mean "${near}"?`}`,
    fix: near === undefined ? [make, 'See which there are: msa db tables'] : [setting(name, `${field}=${right}`), make],
  }
}

async function binlogFindings(opened: Database): Promise<Finding[]> {
  const [row] = await opened.rows('SELECT @@log_bin AS log_bin, @@binlog_format AS format, @@binlog_row_image AS image')
  if (row?.log_bin === '1' && row.format === 'ROW' && row.image === 'FULL') return []
  const {cause, fix} = diagnose('io.debezium.DebeziumException: Binary logging not enabled', {
    name: '',
    config: {},
    topics: [],
  })
  return [{failure: 'binlog-off', field: undefined, cause, fix}]
}

/** Each entry is one privilege, under any of its names. */
const NEEDED: readonly (readonly string[])[] = [
  ['SELECT'],
  ['REPLICATION SLAVE', 'REPLICATION REPLICA'],
  ['BINLOG MONITOR', 'REPLICATION CLIENT', 'SUPER'],
]

async function grantFindings(opened: Database, name: string, config: ConnectorConfig): Promise<Finding[]> {
  const rows = await opened.rows('SHOW GRANTS FOR CURRENT_USER')
  const grants = rows
    .flatMap(row => Object.values(row))
    .join('\n')
    .toUpperCase()
  const missing = grants.includes('GRANT ALL PRIVILEGES ON *.*')
    ? []
    : NEEDED.filter(names => !names.some(each => grants.includes(each)))
  if (missing.length === 0) return []
  const words = `Access denied; you need (at least one of) the ${missing.map(([first]) => first).join(', ')} privilege(s)`
  const [row] = await opened.rows('SELECT CURRENT_USER() AS account')
  const account = row?.account ?? undefined
  return [{...known(`java.sql.SQLException: ${words}`, name, config, {account}), field: 'database.user'}]
}
