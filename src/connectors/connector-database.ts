import type {ConnectorConfig} from '../clients/connect.js'
import type {DatabaseTarget} from '../clients/mariadb.js'
import {parseJdbcUrl} from './jdbc-url.js'

export interface ConnectorDatabase {
  readonly kind: 'jdbc-sink' | 'jdbc-source' | 'cdc-source'
  readonly target: DatabaseTarget
  /** The settings by which user, password and place are given: they differ from plugin to plugin. */
  readonly keys: {readonly user: string; readonly password: string; readonly place: string}
  /** Tables that a source reads, as they are written. */
  readonly tables: readonly string[]
}

const JDBC = /\.jdbc\.Jdbc(Sink|Source)Connector$/
const CDC = /^io\.debezium\.connector\.(?:mariadb|mysql)\./

/** The MariaDB or MySQL behind a connector; undefined for connectors of another kind. */
export function connectorDatabase(config: ConnectorConfig): ConnectorDatabase | undefined {
  const name = config['connector.class'] ?? ''
  if (CDC.test(name)) return cdcDatabase(config)
  const jdbc = JDBC.exec(name)
  const url = parseJdbcUrl(config['connection.url'] ?? '')
  if (!jdbc || !url || !['mariadb', 'mysql'].includes(url.scheme)) return undefined
  const user = name.startsWith('io.debezium.') ? 'connection.username' : 'connection.user'
  return {
    kind: jdbc[1] === 'Sink' ? 'jdbc-sink' : 'jdbc-source',
    target: {...url, user: config[user] ?? '', password: config['connection.password'] ?? ''},
    keys: {user, password: 'connection.password', place: 'connection.url'},
    tables: listOf(config['table.whitelist'] ?? config['table.include.list']),
  }
}

function cdcDatabase(config: ConnectorConfig): ConnectorDatabase {
  const tables = listOf(config['table.include.list'])
  const database = listOf(config['database.include.list'])[0] ?? tables[0]?.split('.')[0]
  const host = config['database.hostname'] ?? '127.0.0.1'
  return {
    kind: 'cdc-source',
    target: {
      host: host === 'localhost' ? '127.0.0.1' : host,
      port: Number(config['database.port'] ?? 3306),
      user: config['database.user'] ?? '',
      password: config['database.password'] ?? '',
      database: isPlainName(database) ? database : undefined,
    },
    keys: {user: 'database.user', password: 'database.password', place: 'database.hostname'},
    tables,
  }
}

export function listOf(text: string | undefined): string[] {
  return (text ?? '')
    .split(',')
    .map(part => part.trim())
    .filter(part => part !== '')
}

/** Debezium's lists are regular expressions; a plain name is the usual one. */
export function isPlainName(text: string | undefined): text is string {
  return text !== undefined && /^[\w$-]+$/.test(text)
}
