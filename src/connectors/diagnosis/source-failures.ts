import type {ConnectorConfig} from '../../clients/connect.js'
import {shellWord} from '../../platform/shell-word.js'
import {type KnownFailure, setting} from './known-failure.js'

/** Following the binlog, and what lies around a connector: its worker, its classes. */
export const sourceFailures: readonly KnownFailure[] = [
  {
    id: 'binlog-off',
    pattern:
      /not configured to use a ROW binlog_format|binlog.*(?:is not enabled|is off|disabled)|Binary logging not enabled|You are not using binary logging|Cannot read the binlog filename and position/i,
    cause: () => 'the database keeps no binlog in ROW format, which this source reads',
    fix: () => [
      'Take binlog settings of your own out of the lab file, then: msa up mariadb',
      `See: msa db query "SHOW VARIABLES LIKE '%bin%'"`,
    ],
  },
  {
    id: 'binlog-empty',
    pattern: /"this\.gtidSet" is null/,
    cause: () =>
      'nothing has been written into the binlog of the database yet, and this source cannot begin at nothing',
    fix: (_match, {name}) => [
      `Write something: msa db query ${shellWord('CREATE DATABASE IF NOT EXISTS mydb')}`,
      `Then read the tables anew: msa connector offsets reset ${shellWord(name)}`,
    ],
  },
  {
    id: 'server-id-taken',
    pattern: /same server_uuid\/server_id|same server_id/,
    cause: (_match, {config}) =>
      `another follower of the binlog has the server id ${config['database.server.id'] ?? ''}: two sources must not share one`,
    fix: (_match, {name}) => [setting(name, `database.server.id=${serverIdOf(`${name}-2`)}`)],
  },
  {
    id: 'binlog-gone',
    pattern:
      /required binary logs|binlog files? (?:have|has) been purged|Could not find first log file|no longer available on the server/,
    cause: () => 'the place in the binlog where this source stopped has been deleted meanwhile',
    fix: (_match, {name}) => [`Read the tables anew: msa connector offsets reset ${shellWord(name)}`],
  },
  {
    id: 'history-missing',
    pattern: /(?:db|schema) history topic is missing/,
    cause: (_match, {config}) =>
      `the topic ${config['schema.history.internal.kafka.topic'] ?? 'of the schema history'}, in which this source keeps the tables' history, is gone`,
    fix: (_match, {name}) => [
      `Read the tables anew: msa connector offsets reset ${shellWord(name)}`,
      `Or rebuild the history: ${setting(name, 'snapshot.mode=recovery')}`,
    ],
  },
  {
    id: 'incrementing-column',
    pattern:
      /(?:Incrementing|Timestamp) column:? "?(\S+?)"? does not exist|Cannot make incremental queries using incrementing column (\S+)|non-nullable.*(?:incrementing|timestamp) column/i,
    cause: ([, a, b], {config}) =>
      `the table has no usable column ${a ?? b ?? config['incrementing.column.name'] ?? ''} to count by`,
    fix: (_match, {name, config}) => [
      setting(name, `incrementing.column.name=id`),
      `See the table: msa db tables ${config['table.whitelist'] ?? ''}`.trim(),
    ],
  },
  {
    id: 'plugin-missing',
    pattern: /Failed to find any class that implements Connector and which name matches (\S+?),/,
    cause: ([, name]) => `the connector ${name} is not installed`,
    fix: (_match, {name}) => [
      'msa connector plugins',
      `Or let Debezium's do the same: msa connector add FILE --name ${shellWord(name)} --translate`,
    ],
  },
  {
    id: 'class-not-found',
    pattern: /Class (\S+) could not be found|(?:ClassNotFoundException|NoClassDefFoundError): (\S+)/,
    cause: ([, a, b], {config}) => {
      const key = settingWith(config, a ?? b)
      return `the class ${a ?? b}${key === undefined ? '' : `, which ${key} names,`} is not installed`
    },
    fix: ([, a, b], {name, config}) => {
      const key = settingWith(config, a ?? b)
      const spelling = `Check the spelling of ${a ?? b}; what is there: msa connector plugins --all`
      const install = 'msa connector install PATH'
      if (key === undefined || key === 'connector.class') return [spelling, install]
      return [`Leave it out: msa connector config ${shellWord(name)} --unset ${shellWord(key)}`, spelling, install]
    },
  },
  {
    id: 'out-of-memory',
    pattern: /OutOfMemoryError|Java heap space|GC overhead limit/,
    cause: () => 'the worker ran out of memory',
    fix: (_match, {name, config}) => [
      `Read less at once: ${setting(name, ...lessAtOnce(config))}`,
      'Or give it more in the lab file (components: connect: memory: 1g), then: msa up connect',
    ],
  },
  {
    id: 'rebalance',
    pattern: /rebalance|stale configuration|Cannot complete request momentarily/i,
    cause: () => 'Kafka Connect is just distributing its connectors; that passes by itself',
    fix: (_match, {name}) => [`msa connector status ${shellWord(name)}`, 'msa logs connect --tail 20'],
  },
  {
    id: 'broker-away',
    pattern:
      /not present in metadata after|Timed out waiting for a node assignment|Broker may not be available|Failed to (?:create|find) .*topic/,
    cause: () => 'the worker cannot reach Kafka',
    fix: () => ['msa status kafka', 'msa restart kafka connect'],
  },
]

/** The setting to blame: where a class is asked for, its name is the value, or one of several. */
function settingWith(config: ConnectorConfig, className: string | undefined): string | undefined {
  return Object.keys(config).find(key => config[key]?.split(/[\s,]+/).includes(className ?? '') === true)
}

function lessAtOnce(config: ConnectorConfig): string[] {
  const isSink = config.topics !== undefined || config['topics.regex'] !== undefined
  if (!isSink) return ['max.batch.size=256', 'max.queue.size=1024']
  // Kafka's own defaults, or less.
  const max = 'consumer.override'
  return [`${max}.fetch.max.bytes=1048576`, `${max}.max.partition.fetch.bytes=1048576`, `${max}.max.poll.records=50`]
}

/** A number that no other source of the lab is likely to have; the same for the same name. */
export function serverIdOf(name: string): number {
  let hash = 0
  for (const character of name) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) % 900_000
  return 100_000 + hash
}
