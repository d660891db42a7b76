import type {ConnectorConfig} from '../clients/connect.js'
import {MsaError} from '../errors.js'
import {DB_PASSWORD} from './secret-sources.js'
import {CONFLUENT_SINK, CONFLUENT_SOURCE} from './translate/translate.js'

/** What the person wants, in one line, instead of a file. */
export interface Intent {
  /** `mydb.users` or `mydb`: from the database into topics. */
  readonly source: string | undefined
  /** `mydb`: from topics into the database. */
  readonly sink: string | undefined
  readonly topics: string | undefined
  readonly topicPrefix: string | undefined
}

export interface IntentPlaces {
  readonly database: {readonly host: string; readonly port: number}
}

export function isIntent({source, sink}: Intent): boolean {
  return source !== undefined || sink !== undefined
}

/** In Confluent's words, which the course uses; where that plugin isn't installed the translation follows. */
export function intentConfig(intent: Intent, {database: {host, port}}: IntentPlaces): ConnectorConfig {
  const {source, sink, topics, topicPrefix} = intent
  if (source !== undefined && sink !== undefined) throw usage('a connector is a --source or a --sink, not both')
  const [database = '', ...tables] = (source ?? sink ?? '').split('.')
  if (!/^[\w$-]+$/.test(database) || tables.length > 1)
    throw usage(`"${source ?? sink}" is not DATABASE or DATABASE.TABLE`)
  const connection = {
    'connection.url': `jdbc:mariadb://${host}:${port}/${database}`,
    'connection.user': 'root',
    'connection.password': `\${${DB_PASSWORD}}`,
    'tasks.max': '1',
  }
  if (source !== undefined) {
    return {
      'connector.class': CONFLUENT_SOURCE,
      ...connection,
      mode: 'incrementing',
      'incrementing.column.name': 'id',
      ...(tables[0] === undefined ? {} : {'table.whitelist': tables[0]}),
      'topic.prefix': topicPrefix ?? 'my_topic_',
    }
  }
  if (topics === undefined) throw usage('--sink needs --topics: which topics shall be written to the database?')
  return {
    'connector.class': CONFLUENT_SINK,
    ...connection,
    topics,
    ...(tables[0] === undefined ? {} : {'table.name.format': tables[0]}),
    'auto.create': 'true',
    'auto.evolve': 'true',
  }
}

function usage(problem: string): MsaError {
  return new MsaError('E_USAGE', problem, {
    tryThis: [
      'msa connector add users-source --source mydb.users --topic-prefix my_topic_',
      'msa connector add users-sink --sink mydb --topics my_topic_users',
    ],
  })
}
