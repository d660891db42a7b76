import type {ConnectorConfig} from '../../clients/connect.js'
import {isConnectsOwn, type Translation, TranslationDraft} from './translation.js'

/** Settings that only change their name. */
const RENAMED: Readonly<Record<string, string>> = {
  'connection.user': 'connection.username',
  'connection.password': 'connection.password',
  'pk.fields': 'primary.key.fields',
  'table.name.format': 'collection.name.format',
  'batch.size': 'batch.size',
  'max.retries': 'flush.max.retries',
  'retry.backoff.ms': 'flush.retry.delay.ms',
  'db.timezone': 'use.time.zone',
}

/** Confluent's `JdbcSinkConnector` as Debezium's. */
export function translateSink(config: ConnectorConfig): Translation {
  const draft = new TranslationDraft(config)
  const url = config['connection.url'] ?? ''
  draft.add({'connector.class': 'io.debezium.connector.jdbc.JdbcSinkConnector'})
  draft.map(
    ['connection.url'],
    {'connection.url': url.replace(/^jdbc:mysql:/, 'jdbc:mariadb:')},
    url.startsWith('jdbc:mysql:') ? "MariaDB's driver 3 does not take jdbc:mysql: any more" : undefined,
  )
  for (const [from, to] of Object.entries(RENAMED))
    if (config[from] !== undefined) draft.map([from], {[to]: config[from]})
  draft.map(['insert.mode'], {'insert.mode': config['insert.mode'] ?? 'insert'})
  mapKeys(config, draft)
  mapTable(config, draft)
  draft.drop(['dialect.name', 'quote.sql.identifiers', 'table.types'], 'found out by itself')
  draft.carry(isConnectsOwn)
  return draft.finish()
}

function mapKeys(config: ConnectorConfig, draft: TranslationDraft): void {
  const mode = config['pk.mode'] ?? 'none'
  draft.map(['pk.mode'], {'primary.key.mode': mode})
  draft.map(['delete.enabled'], {'delete.enabled': config['delete.enabled'] ?? 'false'})
  if (mode === 'record_key' || config['key.converter'] !== undefined) return
  // The worker's converter would refuse a key that is plain text, though nobody looks at it.
  draft.add(
    {'key.converter': 'org.apache.kafka.connect.storage.StringConverter'},
    'the key is not used: any key will do',
  )
}

function mapTable(config: ConnectorConfig, draft: TranslationDraft): void {
  const [creates, evolves] = [config['auto.create'] === 'true', config['auto.evolve'] === 'true']
  const note = creates === evolves ? undefined : 'one switch for both: making the table and adding columns'
  draft.map(['auto.create', 'auto.evolve'], {'schema.evolution': creates || evolves ? 'basic' : 'none'}, note)
  if (creates)
    draft.map(
      [],
      {},
      'a table that it makes has longtext where Confluent has text, and datetime(6) where it has datetime(3)',
    )
}
