import {expect, it} from 'vitest'
import {tableOfSink, topicOfSource} from './follow-connector.js'
import {markedValues} from './marked-values.js'
import {orderWay} from './order-way.js'
import {qualifiedTable} from './qualified-table.js'

it.each([
  [
    {storage: 'mariadb', 'events-topic': 'placed'},
    {topic: 'placed', writtenBy: 'service'},
  ],
  [
    {storage: 'kafka', topic: 'o', 'events-topic': 'placed'},
    {topic: 'o', writtenBy: 'sink'},
  ],
  [{storage: 'memory'}, {topic: 'order-placed', writtenBy: 'nobody'}],
  [{}, {topic: 'orders', writtenBy: 'sink'}],
])('an order-service that says %j has its orders in %j', (info, way) => {
  expect(orderWay(info)).toEqual(way)
})

const debezium = {'connector.class': 'io.debezium.connector.mariadb.MariaDbConnector', 'topic.prefix': 'msa.s'}

it.each([
  [debezium, 'msa.s.mydb.users'],
  [
    {
      ...debezium,
      transforms: 'row,topic',
      'transforms.row.type': 'io.debezium.transforms.ExtractNewRecordState',
      'transforms.topic.type': 'org.apache.kafka.connect.transforms.RegexRouter',
      'transforms.topic.regex': 'msa\\.s\\.mydb\\.(.*)',
      'transforms.topic.replacement': 'my_topic_$1',
    },
    'my_topic_users',
  ],
  [{'connector.class': 'io.confluent.connect.jdbc.JdbcSourceConnector', 'topic.prefix': 'my_topic_'}, 'my_topic_users'],
])('knows where a source writes a table: %#', (config, topic) => {
  expect(topicOfSource(config, 'mydb.users')).toBe(topic)
})

it("knows the table of a sink by its plugin's rule", () => {
  const of = (name: string) => ({'connector.class': name})
  expect(tableOfSink(of('io.debezium.connector.jdbc.JdbcSinkConnector'), 'a.b')).toBe('a_b')
  expect(tableOfSink({...of('io.confluent.connect.jdbc.JdbcSinkConnector'), 'table.name.format': 't'}, 'x')).toBe('t')
})

const text = {name: 'name', type: 'varchar', length: 20, required: false}

it('marks the smallest row that a table takes', () => {
  const columns = [text, {name: 'n', type: 'int', length: undefined, required: true}]
  expect(markedValues('mydb.t', columns, 'flow-1')).toEqual({column: 'name', row: {name: 'flow-1', n: '0'}})
  expect(() => markedValues('mydb.t', [{...text, length: 3}], 'flow-1')).toThrow('no text column of 6 characters')
  const odd = [text, {name: 'g', type: 'geometry', length: undefined, required: true}]
  expect(() => markedValues('mydb.t', odd, 'flow-1')).toThrow('g of mydb.t wants a value of type geometry')
})

it('takes a table alone for one of the database that is meant', () => {
  expect(qualifiedTable('users', 'shop')).toBe('shop.users')
  expect(() => qualifiedTable('a.b.c', 'mydb')).toThrow('is not DATABASE.TABLE')
})
