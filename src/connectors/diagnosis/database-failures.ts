import {shellWord} from '../../platform/shell-word.js'
import {connectorDatabase} from '../connector-database.js'
import {type FailureFacts, type Fix, firstTopic, isDebezium, type KnownFailure, setting} from './known-failure.js'

/** The database says no. */
export const databaseFailures: readonly KnownFailure[] = [
  {
    id: 'grants-missing',
    pattern: /Access denied; you need \(at least one of\) the (.+?) privilege/,
    cause: ([, privileges = ''], facts) => `the user ${userOf(facts)} lacks a privilege (${privileges})`,
    fix: (_match, facts) => {
      const ownUser = `Or use the lab's own user: ${login(facts)}`
      return facts.account === undefined ? [login(facts), accounts(facts)] : [grant(facts.account), ownUser]
    },
  },
  {
    id: 'bad-password',
    pattern: /Access denied for user '([^']*)'/,
    cause: ([, user]) => `the database does not let ${user} in: the password is wrong, or there is no such user`,
    fix: (_match, facts) => [login(facts)],
  },
  {
    id: 'unknown-database',
    pattern: /Unknown database '([^']+)'/,
    cause: ([, database]) => `there is no database ${database}`,
    fix: ([, database = '']) => [
      `msa db query ${shellWord(`CREATE DATABASE \`${database}\``)}`,
      'See which there are: msa db tables --all',
    ],
  },
  {
    id: 'database-unreachable',
    pattern: /Socket fail to connect to (?:host:)?([^\s,]+)|Communications link failure|Connection refused/,
    cause: ([, place], facts) => `no database answers at ${place?.replace(/\.$/, '') ?? placeOf(facts)}`,
    fix: (_match, facts) => [setting(facts.name, placePair(facts)), 'See whether it runs: msa status mariadb'],
  },
  {
    id: 'mysql-url',
    pattern: /No suitable driver/,
    when: ({config}) => config['connection.url']?.startsWith('jdbc:mysql:') === true,
    cause: () => "MariaDB's driver 3 does not take jdbc:mysql: addresses any more",
    fix: (_match, {name, config}) => [
      setting(name, `connection.url=${config['connection.url']?.replace(/^jdbc:mysql:/, 'jdbc:mariadb:') ?? ''}`),
    ],
  },
  {
    id: 'driver-missing',
    pattern: /No suitable driver|ClassNotFoundException: (?:com\.mysql|org\.mariadb|org\.postgresql)\S*/,
    cause: (_match, {config}) =>
      `no JDBC driver for ${config['connection.url']?.split('//')[0] ?? 'this address'} is installed`,
    fix: (_match, {config}) => [driverInstall(config['connection.url'] ?? ''), 'msa restart connect'],
  },
  {
    id: 'table-missing',
    pattern:
      /Could not find table: (\S+)|Table "?([^" ]+)"? is missing and auto-creation is disabled|Table '(?:[^'.]+\.)?([^']+)' doesn't exist/,
    cause: ([, a, b, c]) => `the table ${a ?? b ?? c} is not there, and the sink must not make it`,
    fix: (_match, facts) => [
      isDebezium(facts) ? setting(facts.name, 'schema.evolution=basic') : setting(facts.name, 'auto.create=true'),
    ],
  },
  {
    id: 'columns-differ',
    pattern:
      /Cannot alter table (\S+) because schema evolution is disabled|Table "?([^" ]+)"? .*auto-evolution is disabled|Unknown column '([^']+)'/,
    cause: ([, table, other, column], facts) =>
      column === undefined
        ? `the table ${table ?? other} lacks columns that the records have (${firstTopic(facts)?.fields.join(', ') ?? ''}), and the sink must not add them`
        : `the table has no column ${column}`,
    fix: (_match, facts) => [
      isDebezium(facts) ? setting(facts.name, 'schema.evolution=basic') : setting(facts.name, 'auto.evolve=true'),
      `See the table: msa db tables ${tableOf(facts)}`,
    ],
  },
  {
    id: 'column-wants-value',
    pattern: /Field '([^']+)' doesn't have a default value|Column '([^']+)' cannot be null/,
    cause: ([, field, column], facts) =>
      `the table ${tableOf(facts)} wants a value for ${field ?? column}, and the records have none`,
    fix: ([, field, column], facts) => [
      // Zero is a value for numbers and for text; the records could bring one of their own.
      `msa db query ${shellWord(`ALTER TABLE ${tableOf(facts)} ALTER COLUMN \`${field ?? column}\` SET DEFAULT 0`)}`,
      `See the table: msa db tables ${tableOf(facts)}`,
    ],
  },
  {
    id: 'value-does-not-fit',
    pattern:
      /(?:Incorrect \w+ value: '(.*?)' for column|Data too long for column|Out of range value for column|Data truncated for column) (?:`[^`]+`\.`[^`]+`\.)?[`']([^`']+)/,
    cause: ([, value, column], facts) =>
      `${value === undefined ? 'a value' : `"${value}"`} does not fit into the column ${column} of ${tableOf(facts)}`,
    fix: ([, , column = ''], facts) => [
      `msa db query ${shellWord(`ALTER TABLE ${tableOf(facts)} MODIFY \`${column}\` TEXT`)}`,
      `See the table: msa db tables ${tableOf(facts)}`,
    ],
  },
  {
    id: 'duplicate-row',
    pattern: /Duplicate entry '([^']*)' for key/,
    cause: ([, entry], facts) => `the row ${entry} is in ${tableOf(facts)} already, and the sink only inserts`,
    fix: (_match, facts) => [upsert(facts)],
  },
]

function grant(account: string): string {
  const at = account.lastIndexOf('@')
  const quoted = [account.slice(0, at), account.slice(at + 1)].map(part => `'${part.replaceAll("'", "''")}'`).join('@')
  return `msa db query ${shellWord(`GRANT SELECT, RELOAD, SHOW DATABASES, BINLOG MONITOR, REPLICATION SLAVE ON *.* TO ${quoted}`)}`
}

/** A grant is for one account: a user may have one for each host that he comes from. */
function accounts(facts: FailureFacts): string {
  const user = userOf(facts).replaceAll("'", "''")
  return `Or GRANT it to one of his accounts: msa db query ${shellWord(`SELECT user, host FROM mysql.user WHERE user = '${user}'`)}`
}

function userOf(facts: FailureFacts): string {
  return connectorDatabase(facts.config)?.target.user ?? 'root'
}

function placeOf(facts: FailureFacts): string {
  const target = connectorDatabase(facts.config)?.target
  return target === undefined ? 'that address' : `${target.host}:${target.port}`
}

/** The lab's own database, under the name that the connector has for its own. */
function placePair({config, database = {host: '127.0.0.1', port: 3306}}: FailureFacts): string {
  if (config['database.port'] !== undefined) return `database.port=${database.port}`
  const name = connectorDatabase(config)?.target.database ?? 'mydb'
  return `connection.url=jdbc:mariadb://${database.host}:${database.port}/${name}`
}

/** The placeholder is filled by msa from the lab's own secret: the password itself is never typed. */
function login(facts: FailureFacts): string {
  const keys = connectorDatabase(facts.config)?.keys ?? {user: 'connection.username', password: 'connection.password'}
  return setting(facts.name, `${keys.user}=root`, `${keys.password}=\${db-password}`)
}

function tableOf(facts: FailureFacts): string {
  const format = facts.config['collection.name.format'] ?? facts.config['table.name.format'] ?? '$'
  const topic = firstTopic(facts)?.topic ?? facts.config.topics?.split(',')[0] ?? 'TABLE'
  return format.includes('$') ? topic.replaceAll('.', '_') : format
}

function upsert(facts: FailureFacts): string {
  const fields = firstTopic(facts)?.fields ?? []
  const id = fields.find(field => field === 'id') ?? fields[0] ?? 'id'
  return isDebezium(facts)
    ? setting(facts.name, 'insert.mode=upsert', 'primary.key.mode=record_value', `primary.key.fields=${id}`)
    : setting(facts.name, 'insert.mode=upsert', 'pk.mode=record_value', `pk.fields=${id}`)
}

/** By the scheme of the address. MariaDB's is the one of msa's own set. */
export const jdbcDrivers: Readonly<Record<string, string>> = {
  postgresql: 'org.postgresql:postgresql:42.7.4',
  mysql: 'com.mysql:mysql-connector-j:9.1.0',
  mariadb: 'org.mariadb.jdbc:mariadb-java-client:3.5.1',
}

function driverInstall(url: string): string {
  const scheme = /^jdbc:([a-z]+):/.exec(url)?.[1] ?? ''
  return `msa connector install ${jdbcDrivers[scheme] ?? 'GROUP:ARTEFACT:VERSION'} --into dbz-jdbc`
}

export type {Fix}
