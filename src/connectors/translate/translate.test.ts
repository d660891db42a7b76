import {describe, expect, it} from 'vitest'
import {translate} from './translate.js'

const source = {
  'connector.class': 'io.confluent.connect.jdbc.JdbcSourceConnector',
  'connection.url': 'jdbc:mysql://localhost:3306/mydb',
  'connection.user': 'root',
  'connection.password': 'canary',
  mode: 'incrementing',
  'incrementing.column.name': 'id',
  'table.whitelist': 'users',
  'topic.prefix': 'my_topic_',
  'tasks.max': '1',
}
const sink = {
  'connector.class': 'io.confluent.connect.jdbc.JdbcSinkConnector',
  'connection.url': 'jdbc:mysql://localhost:3306/mydb',
  'connection.user': 'root',
  'connection.password': 'canary',
  'auto.create': 'true',
  'auto.evolve': 'true',
  'delete.enabled': 'false',
  'tasks.max': '1',
  topics: 'my_topic_users',
}
const context = {name: 'my source', brokers: 'b:1', columns: undefined}
const columns = new Map([
  [
    'users',
    [
      {name: 'id', type: 'int(11)'},
      {name: 'at', type: 'datetime'},
      {name: 'seen', type: 'timestamp'},
      {name: 'flag', type: 'tinyint(1)'},
      {name: 'kind', type: "enum('a')"},
    ],
  ],
])

describe("the course's source through Debezium", () => {
  it('reads the same table into the same topic, new rows only', () => {
    const {config} = translate(source, context)
    expect(config).toMatchObject({
      'connector.class': 'io.debezium.connector.mariadb.MariaDbConnector',
      'database.hostname': '127.0.0.1',
      'database.port': '3306',
      'database.user': 'root',
      'database.password': 'canary',
      'table.include.list': 'mydb.users',
      'skipped.operations': 'u,d,t',
      'topic.prefix': 'msa.my-source',
      'transforms.topic.regex': 'msa\\.my-source\\.mydb\\.(.*)',
      'transforms.topic.replacement': 'my_topic_$1',
      'transforms.schema-users.schema.name': 'users',
      'schema.history.internal.kafka.bootstrap.servers': 'b:1',
      'tasks.max': '1',
    })
    expect(Object.keys(config)).not.toContain('mode')
  })

  it('gives times and bytes the types that JDBC gives them, and says what it cannot', () => {
    const {config, mapping} = translate(source, {...context, columns})
    expect(config['transforms.time-users-at.target.type']).toBe('Timestamp')
    expect(config['transforms.time-users-seen.field']).toBe('seen')
    expect(config['transforms.bytes-users.spec']).toBe('flag:int8')
    expect(mapping.some(({note}) => note?.includes("users.kind (enum('a'))"))).toBe(true)
  })

  it('keeps several tables apart by predicates, and the transforms of the person behind its own', () => {
    const {config} = translate(
      {...source, 'table.whitelist': 'users, mydb.orders', transforms: 'mine', 'transforms.mine.type': 'X'},
      context,
    )
    expect(config['table.include.list']).toBe('mydb.users,mydb.orders')
    expect(config.transforms?.split(',').slice(-3)).toEqual(['schema-users', 'schema-orders', 'mine'])
    expect(config['transforms.schema-orders.predicate']).toBe('is-orders')
    expect(config['predicates.is-orders.pattern']).toBe('my_topic_orders')
    expect(config['transforms.mine.type']).toBe('X')
  })

  it('has another server id for another name, the same for the same', () => {
    const id = (name: string) => translate(source, {...context, name}).config['database.server.id']
    expect(id('a')).toBe(id('a'))
    expect(id('a')).not.toBe(id('b'))
  })

  it.each([
    [{query: 'select 1'}, /query/],
    [{'connection.url': 'jdbc:oracle:thin:@h:1'}, /connection\.url=jdbc:oracle/],
    [{'connection.url': 'jdbc:mariadb://h:1/'}, /names no database/],
    [{'connector.class': 'a.B'}, /not one of Confluent's/],
  ])('refuses what has no counterpart: %o', (more, problem) => {
    expect(() => translate({...source, ...more}, context)).toThrowError(problem)
  })
})

describe("the course's sink through Debezium", () => {
  it('writes the same topic into the same table, appending rows', () => {
    expect(translate(sink, context).config).toEqual({
      'connector.class': 'io.debezium.connector.jdbc.JdbcSinkConnector',
      'connection.url': 'jdbc:mariadb://localhost:3306/mydb',
      'connection.username': 'root',
      'connection.password': 'canary',
      'insert.mode': 'insert',
      'primary.key.mode': 'none',
      'delete.enabled': 'false',
      'schema.evolution': 'basic',
      'key.converter': 'org.apache.kafka.connect.storage.StringConverter',
      topics: 'my_topic_users',
      'tasks.max': '1',
    })
  })

  it('keeps keys where they are used', () => {
    const {config} = translate(
      {
        ...sink,
        'pk.mode': 'record_key',
        'pk.fields': 'id',
        'insert.mode': 'upsert',
        'table.name.format': `k_\${topic}`,
      },
      context,
    )
    expect(config).toMatchObject({
      'primary.key.mode': 'record_key',
      'primary.key.fields': 'id',
      'insert.mode': 'upsert',
      'collection.name.format': `k_\${topic}`,
    })
    expect(config['key.converter']).toBeUndefined()
  })
})

it('accounts for every setting, and tells no secret', () => {
  for (const config of [
    {...source, odd: 'x'},
    {...sink, odd: 'x'},
  ]) {
    const {mapping} = translate(config, context)
    const account = mapping.map(({from}) => from ?? '').join(', ')
    for (const key of Object.keys(config).filter(each => !/^(?:connector\.class|topics|tasks\.max|name)$/.test(each)))
      expect(account).toContain(`${key}=`)
    expect(mapping).toContainEqual({from: 'odd=x', to: undefined, note: 'has no counterpart'})
    expect(JSON.stringify(mapping)).not.toContain('canary')
  }
})
