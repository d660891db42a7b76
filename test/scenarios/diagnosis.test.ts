import {describe, expect, it} from 'vitest'
import type {DoctorReport} from '../../src/connectors/doctor.js'
import {brokerLab} from './broker-lab.js'
import {type Config, connectorConfigs} from './connector-configs.js'
import {until} from './until.js'

/** MariaDB begins without a binlog; it is mended on the way. */
const lab = brokerLab(undefined, {mariadb: {settings: {'skip-log-bin': ''}}})

const {sink, source} = connectorConfigs(lab)

interface MsaFailure {
  readonly error: {readonly message: string; readonly tryThis: readonly string[]}
}

async function add(name: string, config: Config, ...flags: string[]) {
  lab.write(`${name}.json`, {name, config})
  const ended = await lab.run('connector', 'add', `${name}.json`, '--json', '--timeout', '60', ...flags)
  const failure = ended.exitCode === 0 ? undefined : (JSON.parse(ended.stdout) as MsaFailure).error
  return {exitCode: ended.exitCode, message: failure?.message ?? '', tryThis: failure?.tryThis ?? []}
}

async function doctor(name: string): Promise<DoctorReport> {
  return JSON.parse((await lab.run('connector', 'doctor', name, '--json')).stdout) as DoctorReport
}

async function typed(line = '') {
  const command = line.replace(/^[^:]*: (?=msa )/, '')
  const ended = await lab.type(command)
  expect(ended, `${command}: ${ended.stderr}`).toHaveEndedWith(0)
}

async function becomesRunning(name: string) {
  await until(`${name} runs`, async () => (await doctor(name)).state === 'RUNNING', 30_000)
}

async function keysOf(topic: string) {
  const tail = ['topic', 'tail', topic, '--from', 'beginning', '--until', 'end', '--template', '%k\\n']
  return (await lab.run(...tail)).stdout
}

describe('a database that cannot be followed', () => {
  it('keeps no binlog: said before the source is sent, and by its task; without the setting of the lab file it runs', async () => {
    await lab.sql('CREATE TABLE seen (id INT AUTO_INCREMENT PRIMARY KEY, name VARCHAR(20))')
    const refused = await add('follower', source('follower'))
    expect(refused.message).toContain('keeps no binlog in ROW format')
    expect(refused.tryThis[0]).toBe('Take binlog settings of your own out of the lab file, then: msa up mariadb')
    const dead = await add('follower', source('follower'), '--no-validate')
    expect(dead.message).toContain('keeps no binlog in ROW format')
    expect((await doctor('follower')).diagnosis).toMatchObject({failure: 'binlog-off'})
    lab.writeLabFile()
    await typed(refused.tryThis[0])
    await typed('msa connector restart follower')
    await becomesRunning('follower')
  })

  it('has an empty binlog: a first word in it is enough', async () => {
    await lab.sql('RESET MASTER')
    const dead = await add('early', source('early'))
    expect(dead.message).toContain('nothing has been written into the binlog')
    await typed(dead.tryThis[0])
    await typed(`${dead.tryThis[1]} --yes`)
    await becomesRunning('early')
  })

  it('lets a user follow from one host only: the grant is for the account that it takes him for', async () => {
    await lab.sql(
      "CREATE USER ann@'127.0.0.1' IDENTIFIED BY 'p'; CREATE USER ann@'%' IDENTIFIED BY 'q'; GRANT SELECT ON mydb.* TO ann@'127.0.0.1'",
    )
    const config = source('by-ann', {'database.user': 'ann', 'database.password': 'p'})
    const refused = await add('by-ann', config)
    expect(refused.message).toContain('ann lacks a privilege')
    const dead = await add('by-ann', config, '--no-validate')
    expect(dead.message).toContain('ann lacks a privilege')
    expect(dead.tryThis[0]).toContain("'@'\\''127.0.0.1'")
    await typed(dead.tryThis[0])
    await typed('msa connector restart by-ann')
    await becomesRunning('by-ann')
  })
})

describe('a table without a primary key', () => {
  const plainKeys = {
    'key.converter': 'org.apache.kafka.connect.json.JsonConverter',
    'key.converter.schemas.enable': 'false',
  }
  it.each([
    {table: 'with_id', columns: 'id INT, name VARCHAR(20)', rows: "(1, 'a'), (2, 'b')", key: 'ADD PRIMARY KEY (`id`)'},
    {
      table: 'doubles',
      columns: 'id INT, name VARCHAR(20)',
      rows: "(1, 'a'), (1, 'b')",
      key: 'ADD COLUMN row_id BIGINT',
    },
    {table: 'no_id', columns: 'nr INT, name VARCHAR(20)', rows: "(1, 'a'), (2, 'b')", key: 'ADD COLUMN id BIGINT'},
  ])('$table: the doctor names a key that the table can have', async ({table, columns, rows, key}) => {
    await lab.sql(`CREATE TABLE ${table} (${columns}); INSERT INTO ${table} VALUES ${rows}`)
    const name = `source-${table}`
    const keyed = {...plainKeys, 'table.include.list': `mydb.${table}`}
    expect(await add(name, source(name, keyed))).toHaveEndedWith(0)
    const [finding] = (await doctor(name)).findings
    expect(finding).toMatchObject({failure: 'no-primary-key', cause: expect.stringContaining(`mydb.${table}`)})
    expect(finding?.fix[0]).toContain(key)
    await typed(finding?.fix[0])
    expect(await doctor(name)).toMatchObject({healthy: true, findings: []})
    await lab.sql(`INSERT INTO ${table} SET name = 'keyed', ${columns.slice(0, 2)} = 7`)
    await until('its records have a key', async () =>
      /^\{"(id|row_id)":\d+\}$/m.test(await keysOf(`msa.${name}.mydb.${table}`)),
    )
  })
})

describe('classes that are not there', () => {
  it('a class that only the task looks for: the setting is named, and without it the connector runs', async () => {
    await lab.ok('topic', 'create', 'classes')
    await lab.ok('topic', 'produce', 'classes', '{"id":1}', '--envelope')
    const dead = await add('classy', sink('classes', {'consumer.override.interceptor.classes': 'org.none.Such'}))
    expect(dead.message).toContain('the class org.none.Such, which consumer.override.interceptor.classes names,')
    await typed(dead.tryThis[0])
    await becomesRunning('classy')
  })

  it('a driver: installed by what is told to type, and the worker has it after its restart', async () => {
    await lab.ok('topic', 'create', 'far')
    await lab.ok('topic', 'produce', 'far', '{"id":1}', '--envelope')
    const config = sink('far', {
      'connection.url': 'jdbc:postgresql://127.0.0.1:1/mydb',
      // Its pool tries for half a minute otherwise.
      'hibernate.c3p0.acquireRetryAttempts': '1',
    })
    const dead = await add('postgres-sink', config)
    expect(dead.message).toContain('no JDBC driver for jdbc:postgresql: is installed')
    const [install, restart] = dead.tryThis
    expect(install).toContain('--into dbz-jdbc')
    await typed(install)
    await typed(restart)
    await until(
      'the driver is there, and finds no database',
      async () => {
        const {diagnosis} = await doctor('postgres-sink')
        return diagnosis?.failure === 'database-unreachable'
      },
      90_000,
    )
  })
})

describe('a connector by Maven coordinates', () => {
  it('is installed into the lab, and listed when the worker has been restarted as it says', async () => {
    const listed = async () => (await lab.json<{class: string}[]>('connector', 'plugins')).map(plugin => plugin.class)
    const postgres = 'io.debezium.connector.postgresql.PostgresConnector'
    expect(await listed()).not.toContain(postgres)
    const installed = await lab.run('connector', 'install', 'io.debezium:debezium-connector-postgres:3.3.0.Final')
    expect(installed, installed.stderr).toHaveEndedWith(0)
    await typed(/msa restart connect/.exec(installed.stdout + installed.stderr)?.[0])
    expect(await listed()).toContain(postgres)
    await becomesRunning('follower')
  })
})

describe('a worker that is just distributing its connectors', () => {
  it('answers 409, and no command fails of it', async ({skip}) => {
    const statuses: number[] = []
    const conflicts = () => statuses.filter(status => status === 409).length
    let isOver = false
    const ask = async (method: string, path: string, body?: string) => {
      const headers = {'content-type': 'application/json'}
      const address = `http://127.0.0.1:${lab.ports.connect}/connectors/${path}`
      statuses.push((await fetch(address, {method, headers, ...(body === undefined ? {} : {body})})).status)
    }
    const file = {'connector.class': 'org.apache.kafka.connect.file.FileStreamSinkConnector', file: '/dev/null'}
    /** It comes and goes until somebody was refused, and each time the worker distributes all connectors anew. */
    const comesAndGoes = async (name: string) => {
      while (!isOver && conflicts() === 0) {
        await ask('PUT', `${name}/config`, JSON.stringify({...file, topics: 'classes'}))
        await ask('POST', `${name}/restart?includeTasks=true`)
        await ask('DELETE', name)
      }
    }
    const restless = Promise.all(Array.from({length: 6}, (_, index) => comesAndGoes(`restless-${index}`)))
    const began = performance.now()
    const codes = [(await add('new', sink('classes'))).exitCode]
    const commands = [
      ['restart', 'new', '--all'],
      ['pause', 'new'],
      ['resume', 'new'],
    ]
    while (conflicts() === 0 && performance.now() - began < 45_000)
      for (const words of commands) codes.push((await lab.run('connector', ...words)).exitCode)
    isOver = true
    await restless
    expect(new Set(codes)).toEqual(new Set([0]))
    await becomesRunning('new')
    if (conflicts() === 0) skip('the worker was quick enough to refuse nobody')
  })
})
