import type {ConnectorConfig} from '../../clients/connect.js'
import {MsaError} from '../../errors.js'
import {isPlainName, listOf} from '../connector-database.js'
import {serverIdOf} from '../diagnosis/source-failures.js'
import {type JdbcUrl, parseJdbcUrl} from '../jdbc-url.js'
import {type ColumnTypes, flatteningTransforms} from './flattening-transforms.js'
import {isConnectsOwn, type Translation, TranslationDraft} from './translation.js'

export interface SourceContext {
  readonly name: string
  /** `127.0.0.1:9092`: Debezium keeps the tables' history in Kafka. */
  readonly brokers: string
  readonly columns: ColumnTypes | undefined
}

/** Confluent's `JdbcSourceConnector` as Debezium's source for MariaDB, with records that look the same. */
export function translateSource(config: ConnectorConfig, context: SourceContext): Translation {
  const url = requireUrl(config)
  const draft = new TranslationDraft(config)
  const id = context.name.replaceAll(/[^\w-]+/g, '-')
  draft.add({'connector.class': 'io.debezium.connector.mariadb.MariaDbConnector'})
  mapConnection(config, url, draft)
  const tables = mapTables(config, url.database, draft)
  mapMode(config, draft)
  const prefix = config['topic.prefix'] ?? ''
  const transforms = flatteningTransforms({id, database: url.database, prefix, tables, columns: context.columns})
  draft.map(
    ['topic.prefix'],
    {'topic.prefix': `msa.${id}`},
    `a name of its own; the topics are named ${prefix}TABLE by a transform`,
  )
  draft.add(withOwnTransforms(transforms.config, config))
  for (const note of transforms.notes) draft.map([], {}, note)
  mapTypes(config, draft)
  draft.drop(NOT_NEEDED, 'not needed: changes come from the binlog as they happen')
  draft.add({...FIXED, 'database.server.id': String(serverIdOf(context.name)), ...historyIn(context.brokers, id)})
  if (config['key.converter'] === undefined)
    draft.add({'key.converter': 'org.apache.kafka.connect.storage.StringConverter'}, 'a missing key stays missing')
  draft.map(['tasks.max'], {'tasks.max': '1'}, config['tasks.max'] === '1' ? undefined : 'a binlog is read by one task')
  draft.carry(key => isConnectsOwn(key) && key !== 'transforms')
  return draft.finish()
}

const FIXED = {
  'include.schema.changes': 'false',
  'snapshot.mode': 'initial',
  // For a moment: place in the binlog and snapshot are of one instant. Without the lock a row that is inserted between the two came twice.
  'snapshot.locking.mode': 'minimal',
  'tombstones.on.delete': 'false',
  'database.ssl.mode': 'disable',
  'time.precision.mode': 'connect',
  'poll.interval.ms': '50',
} as const

const NOT_NEEDED = [
  'incrementing.column.name',
  'timestamp.column.name',
  'timestamp.initial',
  'timestamp.delay.interval.ms',
  'validate.non.null',
  'poll.interval.ms',
  'batch.max.rows',
  'table.poll.interval.ms',
  'table.types',
  'schema.pattern',
  'catalog.pattern',
  'dialect.name',
  'db.timezone',
  'connection.attempts',
  'connection.backoff.ms',
]

function requireUrl(config: ConnectorConfig): JdbcUrl & {database: string} {
  const url = parseJdbcUrl(config['connection.url'] ?? '')
  if (config.query !== undefined)
    throw noCounterpart('query: a source that follows the binlog reads tables, no queries')
  if (!url || !['mariadb', 'mysql'].includes(url.scheme))
    throw noCounterpart(`connection.url=${config['connection.url'] ?? ''}: only MariaDB and MySQL are translated`)
  if (!isPlainName(url.database)) throw noCounterpart('connection.url names no database')
  return {...url, database: url.database}
}

function noCounterpart(what: string): MsaError {
  return new MsaError('E_INPUT', `cannot translate ${what}`, {
    tryThis: ["Install Confluent's connector and use it as it stands: msa connector install PATH"],
  })
}

function mapConnection(config: ConnectorConfig, url: JdbcUrl & {database: string}, draft: TranslationDraft): void {
  draft.map(['connection.url'], {
    'database.hostname': url.host,
    'database.port': String(url.port),
    'database.include.list': url.database,
  })
  draft.map(['connection.user'], {'database.user': config['connection.user'] ?? 'root'})
  draft.map(['connection.password'], {'database.password': config['connection.password'] ?? ''})
}

/** The plain names of the tables that are read; empty for all of the database. */
function mapTables(config: ConnectorConfig, database: string, draft: TranslationDraft): string[] {
  const qualified = (table: string) => (table.includes('.') ? table : `${database}.${table}`)
  const key = config['table.whitelist'] === undefined ? 'table.include.list' : 'table.whitelist'
  const tables = listOf(config[key])
  if (tables.length > 0) draft.map([key], {'table.include.list': tables.map(qualified).join(',')})
  const excluded = listOf(config['table.blacklist'])
  if (excluded.length > 0) draft.map(['table.blacklist'], {'table.exclude.list': excluded.map(qualified).join(',')})
  return tables.map(table => table.split('.').at(-1) ?? table)
}

function mapMode(config: ConnectorConfig, draft: TranslationDraft): void {
  const mode = config.mode ?? 'bulk'
  const notes: Readonly<Record<string, string>> = {
    incrementing: 'new rows only, as with an incrementing column',
    bulk: 'every row once and then its changes; Confluent would send all rows again at each poll',
  }
  draft.map(
    ['mode'],
    {'skipped.operations': mode === 'incrementing' ? 'u,d,t' : 'd,t'},
    notes[mode] ?? 'new and changed rows',
  )
}

function mapTypes(config: ConnectorConfig, draft: TranslationDraft): void {
  const mapping =
    config['numeric.mapping'] ?? (config['numeric.precision.mapping'] === 'true' ? 'precision_only' : 'none')
  draft.map(['numeric.mapping', 'numeric.precision.mapping'], {
    'decimal.handling.mode': mapping === 'none' ? 'precise' : 'double',
  })
}

function historyIn(brokers: string, id: string): Record<string, string> {
  return {
    'schema.history.internal.kafka.bootstrap.servers': brokers,
    'schema.history.internal.kafka.topic': `msa.schema-history.${id}`,
  }
}

/** The person's own transforms come after ours: they see the records that Confluent's connector would have made. */
function withOwnTransforms(ours: ConnectorConfig, config: ConnectorConfig): ConnectorConfig {
  const join = (key: string) => [...listOf(ours[key]), ...listOf(config[key])].join(',')
  const predicates = join('predicates')
  return {...ours, transforms: join('transforms'), ...(predicates === '' ? {} : {predicates})}
}
