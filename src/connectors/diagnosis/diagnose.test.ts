import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {packageRoot} from '../../platform/package-root.js'
import {deepestCause, traceCauses} from '../trace-causes.js'
import {jdbcDrivers} from './database-failures.js'
import {diagnose, knownFailures} from './diagnose.js'
import type {TopicFacts} from './known-failure.js'

const orders: TopicFacts = {
  topic: 'orders',
  exists: true,
  key: 'nothing',
  value: 'envelope',
  sample: '{}',
  fields: ['id', 'qty'],
}
const sink = {
  'connector.class': 'io.debezium.connector.jdbc.JdbcSinkConnector',
  'connection.url': 'jdbc:mariadb://127.0.0.1:3306/mydb',
  'connection.username': 'root',
  topics: 'orders',
}
const source = {'connector.class': 'io.debezium.connector.mariadb.MariaDbConnector', 'database.server.id': '5'}
const TOLERANCE =
  'org.apache.kafka.connect.errors.ConnectException: Tolerance exceeded in error handler\n\tat x.y.Z(Z.java:1)'
const FLUSH =
  "org.apache.kafka.connect.errors.ConnectException: Exiting WorkerSinkTask due to unrecoverable exception.\n\tat a.b.C(C.java:1)\nCaused by: org.apache.kafka.connect.errors.ConnectException: JDBC sink connector failure\nCaused by: org.apache.kafka.connect.errors.ConnectException: Failed to flush records for table 'orders'"
const PARSE =
  "Caused by: org.apache.kafka.connect.errors.DataException: Converting byte[] to Kafka Connect data failed due to serialization error: \nCaused by: com.fasterxml.jackson.core.JsonParseException: Unrecognized token 'plain': was expecting (JSON String, Number)\n at [Source: REDACTED (`StreamReadFeature` disabled); line: 1, column: 7]"

/** Words as the servers wrote them, each seen for real. */
const SEEN: readonly (readonly [string, string, Record<string, string>, Partial<TopicFacts>, RegExp, RegExp])[] = [
  [
    'envelope-missing',
    `${TOLERANCE}\nCaused by: org.apache.kafka.connect.errors.DataException: JsonConverter with schemas.enable requires "schema" and "payload" fields and may not contain additional fields.`,
    sink,
    {value: 'json', sample: '{"id":7}'},
    /values in orders are JSON without a schema/,
    /errors\.tolerance=all/,
  ],
  [
    'value-is-no-json',
    `${TOLERANCE}\n${PARSE}`,
    sink,
    {value: 'text'},
    /values in orders are plain text/,
    /errors\.tolerance=all/,
  ],
  [
    'key-is-no-json',
    `${TOLERANCE}\n${PARSE}`,
    sink,
    {key: 'text'},
    /keys in orders are plain text/,
    /key\.converter=\S*StringConverter/,
  ],
  ['registry-bytes', `${TOLERANCE}\n${PARSE}`, sink, {value: 'registry'}, /schema registry/, /errors\.tolerance=all/],
  [
    'value-has-no-schema',
    `${FLUSH}\nCaused by: java.lang.ClassCastException: class java.lang.String cannot be cast to class org.apache.kafka.connect.data.Struct (x)`,
    {...sink, 'value.converter': 'org.apache.kafka.connect.storage.StringConverter'},
    {},
    /StringConverter gives none/,
    /value\.converter=\S*JsonConverter/,
  ],
  [
    'value-has-no-schema',
    `${FLUSH}\nCaused by: java.lang.NullPointerException: Cannot invoke "org.apache.kafka.connect.data.Struct.schema()" because "data" is null`,
    sink,
    {},
    /needs records with a schema/,
    /schemas\.enable=true/,
  ],
  [
    'null-key',
    `${FLUSH}\nCaused by: org.apache.kafka.connect.errors.ConnectException: Cannot write to table orders with no key fields defined.`,
    sink,
    {},
    /records in orders have no key/,
    /primary\.key\.fields=id/,
  ],
  [
    'transform-field',
    `${TOLERANCE}\nCaused by: java.lang.IllegalArgumentException: Unknown field: nope`,
    sink,
    {},
    /wants the field nope.*id, qty/,
    /msa connector config/,
  ],
  [
    'record-too-large',
    `${TOLERANCE}\nCaused by: org.apache.kafka.common.errors.RecordTooLargeException: The message is 2000087 bytes when serialized`,
    source,
    {},
    /larger than what the worker/,
    /max\.request\.size/,
  ],
  [
    'bad-password',
    "x.Y: Could not create connection\nCaused by: java.sql.SQLInvalidAuthorizationSpecException: (conn=737) Access denied for user 'root'@'127.0.0.1' (using password: YES)",
    sink,
    {},
    /does not let root in/,
    /connection\.password=\$\{db-password\}/,
  ],
  [
    'unknown-database',
    "x.Y: Could not create connection\nCaused by: java.sql.SQLSyntaxErrorException: (conn=739) Unknown database 'nodb'",
    sink,
    {},
    /no database nodb/,
    /CREATE DATABASE `nodb`/,
  ],
  [
    'database-unreachable',
    'x.Y: a\nCaused by: java.sql.SQLNonTransientConnectionException: Socket fail to connect to 127.0.0.1:25399. Connection refused\nCaused by: java.net.ConnectException: Connection refused',
    sink,
    {},
    /no database answers at 127\.0\.0\.1:25399/,
    /connection\.url=jdbc:mariadb:\/\/127\.0\.0\.1:3306\/mydb/,
  ],
  [
    'mysql-url',
    'x.Y: a\nCaused by: java.sql.SQLException: No suitable driver',
    {...sink, 'connection.url': 'jdbc:mysql://h:1/mydb'},
    {},
    /does not take jdbc:mysql/,
    /connection\.url=jdbc:mariadb:\/\/h:1\/mydb/,
  ],
  [
    'driver-missing',
    'x.Y: a\nCaused by: java.sql.SQLException: No suitable driver',
    {...sink, 'connection.url': 'jdbc:postgresql://h/d'},
    {},
    /no JDBC driver for jdbc:postgresql:/,
    /org\.postgresql:postgresql/,
  ],
  [
    'table-missing',
    `${FLUSH}\nCaused by: java.sql.SQLException: Could not find table: orders`,
    sink,
    {},
    /table orders is not there/,
    /schema\.evolution=basic/,
  ],
  [
    'table-missing',
    `${FLUSH}\nCaused by: io.confluent.connect.jdbc.sink.TableAlterOrCreateException: Table "orders" is missing and auto-creation is disabled`,
    {...sink, 'connector.class': 'io.confluent.connect.jdbc.JdbcSinkConnector'},
    {},
    /table orders is not there/,
    /auto\.create=true/,
  ],
  [
    'columns-differ',
    `${FLUSH}\nCaused by: java.sql.SQLException: Cannot alter table orders because schema evolution is disabled`,
    sink,
    {},
    /lacks columns.*id, qty/,
    /schema\.evolution=basic/,
  ],
  [
    'column-wants-value',
    `${FLUSH}\nCaused by: java.sql.BatchUpdateException: (conn=424) Field 'must' doesn't have a default value`,
    sink,
    {},
    /wants a value for must/,
    /ALTER COLUMN `must`/,
  ],
  [
    'value-does-not-fit',
    `${FLUSH}\nCaused by: java.sql.SQLSyntaxErrorException: (conn=427) Incorrect integer value: 'abc' for column \`mydb\`.\`orders\`.\`id\` at row 1`,
    sink,
    {},
    /"abc" does not fit into the column id of orders/,
    /MODIFY `id`/,
  ],
  [
    'duplicate-row',
    `${FLUSH}\nCaused by: java.sql.SQLIntegrityConstraintViolationException: (conn=434) Duplicate entry '1' for key 'PRIMARY'`,
    sink,
    {},
    /row 1 is in orders already/,
    /insert\.mode=upsert/,
  ],
  [
    'grants-missing',
    'x.Y: An exception occurred in the change event producer. This connector will be stopped.\nCaused by: java.sql.SQLSyntaxErrorException: (conn=395) Access denied; you need (at least one of) the SUPER, BINLOG MONITOR privilege(s) for this operation',
    {...source, 'database.user': 'poor'},
    {},
    /poor lacks a privilege \(SUPER, BINLOG MONITOR\)/,
    /database\.user=root/,
  ],
  [
    'binlog-off',
    'io.debezium.DebeziumException: The MariaDB server is not configured to use a ROW binlog_format, which is required for this connector to work properly.',
    source,
    {},
    /keeps no binlog in ROW format/,
    /msa up mariadb/,
  ],
  [
    'binlog-off',
    "x.Y: An exception occurred in the change event producer. This connector will be stopped.\nCaused by: io.debezium.DebeziumException: Cannot read the binlog filename and position via 'SHOW MASTER STATUS'. Make sure your server is correctly configured",
    source,
    {},
    /keeps no binlog in ROW format/,
    /msa up mariadb/,
  ],
  [
    'binlog-empty',
    `x.Y: a\nCaused by: io.debezium.DebeziumException: Unable to connect to the database at 127.0.0.1:21306 with user 'root': java.lang.NullPointerException: Cannot invoke "com.github.shyiko.mysql.binlog.GtidSet.toString()" because "this.gtidSet" is null`,
    source,
    {},
    /nothing has been written into the binlog/,
    /msa db query/,
  ],
  [
    'server-id-taken',
    'x.Y: a\nCaused by: com.github.shyiko.mysql.binlog.network.ServerException: A slave with the same server_uuid/server_id as this slave has connected to the master',
    source,
    {},
    /has the server id 5/,
    /database\.server\.id=\d+/,
  ],
  [
    'binlog-gone',
    'x.Y: a\nCaused by: com.github.shyiko.mysql.binlog.network.ServerException: Could not find GTID state requested by slave in any binlog files. Probably the slave state is too old and required binlog files have been purged.',
    source,
    {},
    /has been deleted meanwhile/,
    /msa connector offsets reset it/,
  ],
  [
    'history-missing',
    'io.debezium.DebeziumException: The db history topic is missing. You may attempt to recover it by reconfiguring the connector to recovery.',
    source,
    {},
    /history, is gone/,
    /msa connector offsets reset it/,
  ],
  [
    'class-not-found',
    'org.apache.kafka.common.config.ConfigException: Invalid value org.none.Such for configuration transforms.x.type: Class org.none.Such could not be found.',
    sink,
    {},
    /class org\.none\.Such is not installed/,
    /msa connector plugins/,
  ],
  [
    'plugin-missing',
    'x.Y: Failed to find any class that implements Connector and which name matches io.confluent.connect.jdbc.JdbcSinkConnector, available connectors are: PluginDesc{',
    sink,
    {},
    /JdbcSinkConnector is not installed/,
    /msa connector plugins/,
  ],
  [
    'out-of-memory',
    'java.lang.OutOfMemoryError: Java heap space\n\tat a.b.C(C.java:1)',
    source,
    {},
    /ran out of memory/,
    /msa connector config .*max\.batch\.size=256/,
  ],
  [
    'rebalance',
    'x.Y: Cannot complete request because of a conflicting operation (e.g. worker rebalance)',
    sink,
    {},
    /passes by itself/,
    /msa connector status/,
  ],
  [
    'broker-away',
    'x.Y: a\nCaused by: org.apache.kafka.common.errors.TimeoutException: Topic orders not present in metadata after 60000 ms.',
    source,
    {},
    /cannot reach Kafka/,
    /msa status kafka/,
  ],
]

describe('one line of why, and the command that mends it', () => {
  it.each(SEEN)('%s', (id, trace, config, facts, cause, fix) => {
    const found = diagnose(trace, {name: 'it', config, topics: [{...orders, ...facts}]})
    expect(found.failure).toBe(id)
    expect(found.cause).toMatch(cause)
    expect(found.cause).not.toContain('\n')
    expect(found.fix[0]).toMatch(fix)
  })

  it('knows more than twenty failures, each seen above', () => {
    const seen = new Set(SEEN.map(([id]) => id))
    const unseen = knownFailures.map(({id}) => id).filter(id => !seen.has(id) && id !== 'incrementing-column')
    expect(unseen).toEqual([])
    expect(knownFailures.length).toBeGreaterThan(20)
  })

  it('grants what is missing to the account that the database takes the user for, where it is known', () => {
    const trace = 'java.sql.SQLException: Access denied; you need (at least one of) the BINLOG MONITOR privilege(s)'
    const config = {...source, 'database.user': 'ann'}
    const {fix} = diagnose(trace, {name: 'it', config, topics: [], account: "o'hara@10.0.%"})
    expect(fix[0]).toContain(`TO '\\''o'\\'''\\''hara'\\''@'\\''10.0.%'\\'''`)
    expect(diagnose(trace, {name: 'it', config, topics: []}).fix[1]).toMatch(/mysql\.user WHERE user = '\\''ann/)
  })

  it("names MariaDB's driver in the version of msa's own set", () => {
    const [group, artefact, version] = jdbcDrivers.mariadb?.split(':') ?? []
    const pom = readFileSync(join(packageRoot(), 'templates', 'maven', 'dbz-jdbc', 'pom.xml'), 'utf8')
    expect(pom.replaceAll(/\s+/g, '')).toContain(
      `<groupId>${group}</groupId><artifactId>${artefact}</artifactId><version>${version}</version>`,
    )
  })

  it('names the setting that a missing class is from', () => {
    const trace = 'a.B: x\nCaused by: java.lang.ClassNotFoundException: org.none.Such'
    const config = {...sink, 'consumer.override.interceptor.classes': 'a.B, org.none.Such'}
    const found = diagnose(trace, {name: 'it', config, topics: []})
    expect(found.cause).toBe(
      'the class org.none.Such, which consumer.override.interceptor.classes names, is not installed',
    )
    expect(found.fix[0]).toContain('msa connector config it --unset consumer.override.interceptor.classes')
  })

  it('gives the deepest useful words where it knows nothing', () => {
    const found = diagnose(
      `${TOLERANCE}\nCaused by: a.b.OddException: (conn=1) the moon is full\n\tat x.y.Z(Z.java:1)\n\t... 5 more`,
      {name: 'it', config: {}, topics: []},
    )
    expect(found).toMatchObject({failure: undefined, cause: 'the moon is full'})
  })

  it('T31: names become words of a shell, never commands', () => {
    const found = diagnose(`${FLUSH}\nCaused by: java.sql.SQLException: Could not find table: x`, {
      name: "a'; $(id)",
      config: sink,
      topics: [],
    })
    expect(found.fix[0]).toBe(`msa connector config 'a'\\''; $(id)' --set schema.evolution=basic`)
  })
})

describe('a page of Java', () => {
  it('is read cause by cause, messages of several lines too', () => {
    const trace =
      'a.b.OuterException: first\n\tat x.Y(Y.java:1)\nCaused by: c.d.Inner$Exception: second\n  and more\n\tSuppressed: e.F: no\n\t... 3 more\nCaused by: g.H'
    expect(traceCauses(trace)).toEqual([
      {type: 'OuterException', message: 'first'},
      {type: 'Inner$Exception', message: 'second and more'},
      {type: 'H', message: ''},
    ])
    expect(deepestCause(trace)).toBe('second and more')
  })

  it.each(['', 'no Java at all', '\n\n'])('survives %j', trace => {
    expect(deepestCause(trace)).toBe(trace.trim())
  })
})
