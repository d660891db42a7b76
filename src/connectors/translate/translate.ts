import type {ConnectorConfig} from '../../clients/connect.js'
import {withDatabase} from '../../clients/mariadb.js'
import {MsaError} from '../../errors.js'
import {connectorDatabase} from '../connector-database.js'
import type {ColumnTypes} from './flattening-transforms.js'
import {translateSink} from './translate-sink.js'
import {translateSource} from './translate-source.js'
import type {Translation} from './translation.js'

export const CONFLUENT_SOURCE = 'io.confluent.connect.jdbc.JdbcSourceConnector'
export const CONFLUENT_SINK = 'io.confluent.connect.jdbc.JdbcSinkConnector'

export function isConfluentJdbc(config: ConnectorConfig): boolean {
  return /^(?:io\.confluent\.connect\.jdbc\.)?Jdbc(?:Source|Sink)(?:Connector)?$/.test(config['connector.class'] ?? '')
}

/** Confluent's JDBC connectors as Debezium's, which are in every lab, with the same records in the topic and the same rows in the table. */
export function translate(
  config: ConnectorConfig,
  context: {name: string; brokers: string; columns: ColumnTypes | undefined},
): Translation {
  if (!isConfluentJdbc(config))
    throw new MsaError(
      'E_INPUT',
      `${config['connector.class'] ?? 'a connector without a class'} is not one of Confluent's JDBC connectors`,
      {
        tryThis: [
          'Add it as it stands: msa connector add FILE',
          `Only ${CONFLUENT_SOURCE} and ${CONFLUENT_SINK} are translated`,
        ],
      },
    )
  return config['connector.class']?.includes('Sink') ? translateSink(config) : translateSource(config, context)
}

/** Undefined where the database does not answer: then the translation does without. `config` holds its secrets. */
export async function columnTypes(config: ConnectorConfig): Promise<ColumnTypes | undefined> {
  const database = connectorDatabase(config)
  if (database?.kind !== 'jdbc-source') return undefined
  const tables = new Set(database.tables.map(table => table.split('.').at(-1)))
  try {
    return await withDatabase(database.target, async opened => {
      const rows = await opened.rows(
        'SELECT table_name AS t, column_name AS c, column_type AS y FROM information_schema.columns WHERE table_schema = database() ORDER BY ordinal_position',
      )
      const byTable = new Map<string, {name: string; type: string}[]>()
      for (const {t, c, y} of rows) {
        if (t && c && y && tables.has(t)) byTable.set(t, [...(byTable.get(t) ?? []), {name: c, type: y}])
      }
      return byTable
    })
  } catch {
    return undefined
  }
}
