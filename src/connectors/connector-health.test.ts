import {describe, expect, it} from 'vitest'
import type {ConnectorState, ConnectorStatus} from '../clients/connect.js'
import {healthOf} from './connector-health.js'
import {checkConnectorName} from './connector-name.js'
import {parseJdbcUrl} from './jdbc-url.js'
import {findPlugin, missingPlugin} from './validate-connector.js'
import {waitUntilRunning} from './wait-until-running.js'

function status(connector: ConnectorState, ...tasks: ConnectorState[]): ConnectorStatus {
  const worker_id = 'w'
  return {
    name: 'a',
    type: 'sink',
    connector: {state: connector, worker_id},
    tasks: tasks.map((state, id) => ({id, state, worker_id})),
  }
}

describe('F56: the state of a connector is the worst of itself and its tasks', () => {
  it.each([
    [status('RUNNING', 'RUNNING', 'FAILED', 'RUNNING'), 'FAILED'],
    [status('RUNNING', 'RUNNING', 'UNASSIGNED'), 'UNASSIGNED'],
    [status('FAILED'), 'FAILED'],
    [status('RUNNING'), 'NO TASKS'],
    [status('PAUSED', 'PAUSED'), 'PAUSED'],
    [status('STOPPED'), 'STOPPED'],
    [status('RUNNING', 'RUNNING'), 'RUNNING'],
  ] as const)('%o', (of, state) => {
    expect(healthOf(of).state).toBe(state)
  })
})

describe('waiting', () => {
  const worker = (...statuses: (ConnectorStatus | undefined)[]) => {
    let index = 0
    return {status: async () => statuses[Math.min(index++, statuses.length - 1)]}
  }

  it('B93: takes no status yet for normal, and ends when all has run for a while', async () => {
    const connect = worker(undefined, status('RUNNING'), status('RUNNING', 'RUNNING'))
    expect(await waitUntilRunning(connect, 'a', {timeoutMs: 5_000, stableForMs: 150})).toMatchObject({
      outcome: 'running',
    })
  })

  it('ends with the first failure, also one that comes after RUNNING', async () => {
    const connect = worker(status('RUNNING', 'RUNNING'), status('RUNNING', 'FAILED'))
    expect(await waitUntilRunning(connect, 'a', {timeoutMs: 5_000})).toMatchObject({outcome: 'failed'})
  })

  it('takes an old failure for over only when it was waited for long enough', async () => {
    const dead = status('RUNNING', 'FAILED')
    const failed = {...dead, tasks: dead.tasks.map(task => ({...task, trace: 'old'}))}
    const connect = worker(failed, failed, failed, status('RUNNING', 'RUNNING'))
    expect(await waitUntilRunning(connect, 'a', {timeoutMs: 5_000, stableForMs: 150, before: failed})).toMatchObject({
      outcome: 'running',
    })
    const other = {...failed, tasks: dead.tasks.map(task => ({...task, trace: 'new'}))}
    expect(await waitUntilRunning(worker(other), 'a', {timeoutMs: 5_000, before: failed})).toMatchObject({
      outcome: 'failed',
    })
  })

  it('F56: gives up on a task that is UNASSIGNED for ever', async () => {
    expect(await waitUntilRunning(worker(status('RUNNING', 'UNASSIGNED')), 'a', {timeoutMs: 250})).toMatchObject({
      outcome: 'timed-out',
    })
  })
})

describe('names', () => {
  it.each([
    '',
    ' ',
    'a/b',
    'a%2Fb',
    'a?x',
    'a#b',
    'a\u0000b',
    'a\u001b[2J',
    'a\u202eb',
    '..',
    '.',
    'x'.repeat(300),
    'a\\b',
  ])('B84, B85: %j is refused', name => {
    expect(() => checkConnectorName(name)).toThrowError(expect.objectContaining({code: 'E_INPUT'}))
  })

  it('B84, B85: blanks around are taken off, as Connect does; blanks inside and letters of any language are allowed', () => {
    expect(checkConnectorName(' my source é ')).toBe('my source é')
  })
})

describe('B86: classes', () => {
  const plugins = [
    'io.debezium.connector.jdbc.JdbcSinkConnector',
    'org.apache.kafka.connect.file.FileStreamSourceConnector',
  ].map(name => ({class: name, type: 'sink'}))

  it('are found by their short names too', () => {
    for (const name of [
      'JdbcSinkConnector',
      'JdbcSink',
      'FileStreamSource',
      'io.debezium.connector.jdbc.JdbcSinkConnector',
    ])
      expect(findPlugin(plugins, name), name).toBeDefined()
    expect(findPlugin(plugins, 'a.JdbcSinkConnector')).toBeUndefined()
  })

  it('that are not there come with the nearest one, all that are, and what to type', () => {
    const error = missingPlugin('io.debezium.connector.jdbc.JdbcSinkConector', plugins)
    expect(error.details[0]).toBe('did you mean "io.debezium.connector.jdbc.JdbcSinkConnector"?')
    const confluent = missingPlugin('io.confluent.connect.jdbc.JdbcSourceConnector', plugins, 'a.json')
    expect(confluent.suggestions[0]).toContain('msa connector add a.json --translate')
  })
})

it.each([
  ['jdbc:mariadb://localhost:3307/mydb?x=1', {scheme: 'mariadb', host: '127.0.0.1', port: 3307, database: 'mydb'}],
  ['jdbc:mysql://db/', {scheme: 'mysql', host: 'db', port: 3306, database: undefined}],
  ['jdbc:postgresql://h:5432/d;a=b', {scheme: 'postgresql', host: 'h', port: 5432, database: 'd'}],
  ['jdbc:mariadb://[::1]:3306/d', {scheme: 'mariadb', host: '::1', port: 3306, database: 'd'}],
  ['jdbc:sqlite:test.db', undefined],
  ['', undefined],
])('%s is understood', (url, parsed) => {
  expect(parseJdbcUrl(url)).toEqual(parsed)
})
