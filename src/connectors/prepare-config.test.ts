import {describe, expect, it} from 'vitest'
import type {ConnectorConfig, InstalledPlugin} from '../clients/connect.js'
import {type PreparePlaces, prepareConfig} from './prepare-config.js'
import type {WantedConnector} from './read-connectors.js'
import {unknownPredicates} from './validate-connector.js'

const sink = {
  'connector.class': 'io.confluent.connect.jdbc.JdbcSinkConnector',
  'connection.url': 'jdbc:mysql://127.0.0.1:3306/mydb',
  'connection.user': 'root',
  'connection.password': `\${PASSWORD}`,
  topics: 'orders',
}
const confluent: InstalledPlugin = {class: sink['connector.class'], type: 'sink', version: '10.7.6'}

function places(installed: readonly InstalledPlugin[] = []): PreparePlaces {
  const vars = new Map([['PASSWORD', 'secret-word']])
  return {
    connect: {
      plugins: async () => [...installed],
      asRead: (config: ConnectorConfig) => ({...config, seen: 'by the worker'}),
    },
    sources: {vars, secret: async () => undefined, secretNames: async () => [], env: {}, decrypt: async text => text},
    brokers: '127.0.0.1:9092',
  }
}
const wanted = (config: ConnectorConfig, more: Partial<WantedConnector> = {}): WantedConnector => ({
  ...{name: 'it', from: 'it.json', config},
  ...more,
})

describe('what the worker gets of what was written', () => {
  it("is Debezium's where Confluent's connector is not installed and may be translated", async () => {
    const {sent, mapping} = await prepareConfig(wanted(sink), places(), true)
    expect(sent['connector.class']).toBe('io.debezium.connector.jdbc.JdbcSinkConnector')
    expect(mapping).not.toEqual([])
  })

  it.each([
    ['it is installed', places([confluent]), true],
    ['nobody wants it', places(), false],
  ] as const)('is not translated where %s', async (_why, at, translates) => {
    const {sent, mapping} = await prepareConfig(wanted(sink), at, translates)
    expect(sent['connector.class']).toBe(sink['connector.class'])
    expect(mapping).toEqual([])
  })

  it('has its placeholders filled, its secrets hidden, and addresses as the worker sees them', async () => {
    const {written, sent, hidden} = await prepareConfig(wanted(sink), places([confluent]), true)
    expect(written['connection.password']).toBe('secret-word')
    expect(sent).toMatchObject({'connection.password': 'secret-word', seen: 'by the worker'})
    expect(hidden.text('the secret-word')).not.toContain('secret-word')
  })

  it('takes literally what stands in the worker already', async () => {
    const literal = wanted({...sink, file: `\${NOT_MINE}`}, {isLiteral: key => key === 'file'})
    expect((await prepareConfig(literal, places([confluent]), true)).sent.file).toBe(`\${NOT_MINE}`)
  })
})

describe('B89: a transform whose predicate is not there', () => {
  const transform = {transforms: 'a,b', 'transforms.a.predicate': 'p', 'transforms.b.type': 'x.Y'}
  it('is refused with what there is', () => {
    expect(unknownPredicates(transform)).toEqual([
      {field: 'transforms.a.predicate', value: 'p', errors: ['There is no predicate p: predicates is not set']},
    ])
    expect(unknownPredicates({...transform, predicates: 'q'})[0]?.errors).toEqual([
      'There is no predicate p: predicates=q',
    ])
    expect(unknownPredicates({...transform, predicates: 'q, p'})).toEqual([])
  })
})
