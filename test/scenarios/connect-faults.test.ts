import {describe, expect, it} from 'vitest'
import type {DoctorReport} from '../../src/connectors/doctor.js'
import {brokerLab} from './broker-lab.js'
import {until} from './until.js'

const lab = brokerLab(undefined, {connect: {memory: '120m'}})

const source = (name: string, serverId: number) => ({
  name,
  config: {
    'connector.class': 'io.debezium.connector.mariadb.MariaDbConnector',
    'database.hostname': '127.0.0.1',
    'database.port': String(lab.ports.mariadb),
    'database.user': 'root',
    'database.password': `\${db-password}`,
    'database.server.id': String(serverId),
    'topic.prefix': `msa.${name}`,
    'table.include.list': 'mydb.seen',
    'snapshot.locking.mode': 'none',
    'database.ssl.mode': 'disable',
    'schema.history.internal.kafka.bootstrap.servers': `127.0.0.1:${lab.ports.kafka}`,
    'schema.history.internal.kafka.topic': `msa.history.${name}`,
  },
})

async function add(name: string, serverId: number) {
  lab.write(`${name}.json`, source(name, serverId))
  await lab.ok('connector', 'add', `${name}.json`)
}

async function doctor(name: string): Promise<DoctorReport> {
  return JSON.parse((await lab.run('connector', 'doctor', name, '--json')).stdout) as DoctorReport
}

const stateOf = async (name: string) =>
  (await lab.json<{state: string}[]>('connector', 'status', name))[0]?.state ?? 'none'

/** The doctor's word on the one that dies of it. */
async function diagnosisOf(...names: string[]) {
  return until(
    `one of ${names.join(', ')} fails`,
    async () => {
      for (const name of names) {
        const {diagnosis} = await doctor(name)
        if (diagnosis !== undefined) return {name, diagnosis}
      }
      return undefined
    },
    60_000,
  )
}

const fixOf = (line: string) => line.replace(/^[^:]*: (?=msa )/, '')

async function inTopic(topic: string, text: string) {
  await until(
    `${text} is in ${topic}`,
    async () => {
      const tail = ['topic', 'tail', topic, '--from', 'beginning', '--until', 'end', '--raw']
      return (await lab.run(...tail)).stdout.includes(text)
    },
    60_000,
  )
}

describe('what fails only while it runs', () => {
  it('two sources of one server id: MariaDB throws the first one out, and the fix lets both run', async () => {
    await lab.sql('CREATE TABLE seen (id INT AUTO_INCREMENT PRIMARY KEY, name VARCHAR(20))')
    await add('one', 7001)
    await add('two', 7001)
    const {name, diagnosis} = await diagnosisOf('one', 'two')
    expect(diagnosis).toMatchObject({failure: 'server-id-taken', cause: expect.stringContaining('server id 7001')})
    expect(await lab.type(fixOf(diagnosis.fix[0]))).toHaveEndedWith(0)
    expect(name).toMatch(/one|two/)
    await lab.sql("INSERT INTO seen (name) VALUES ('both run')")
    for (const each of ['one', 'two']) {
      await inTopic(`msa.${each}.mydb.seen`, 'both run')
      expect(await stateOf(each)).toBe('RUNNING')
    }
  })

  it('a binlog that was purged while the source stood still: the tables are read anew', async () => {
    await lab.ok('connector', 'stop', 'two')
    await lab.sql("INSERT INTO seen (name) VALUES ('purged'); FLUSH BINARY LOGS; FLUSH BINARY LOGS")
    const logs = await lab.json<{rows: {Log_name: string}[]}>('db', 'query', 'SHOW BINARY LOGS')
    const last = JSON.stringify(logs)
      .match(/mysql-bin\.\d+/g)
      ?.at(-1)
    await until('the first logs are purged', async () => {
      await lab.sql(`PURGE BINARY LOGS TO '${last}'`)
      return !(await lab.ok('db', 'query', 'SHOW BINARY LOGS')).includes('mysql-bin.000001')
    })
    await lab.run('connector', 'resume', 'two')
    const {diagnosis} = await diagnosisOf('two')
    expect(diagnosis).toMatchObject({failure: 'binlog-gone', cause: expect.stringContaining('has been deleted')})
    expect(await lab.type(`${fixOf(diagnosis.fix[0])} --yes`)).toHaveEndedWith(0)
    await inTopic('msa.two.mydb.seen', 'purged')
    expect(await stateOf('two')).toBe('RUNNING')
  })

  it('a worker that dies by OutOfMemoryError: its connector is RUNNING again, and the doctor knows better', async () => {
    await lab.ok('topic', 'create', 'heavy')
    const fields = [{type: 'string', optional: true, field: 't'}]
    const value = JSON.stringify({
      schema: {type: 'struct', fields, optional: false},
      payload: {t: 'x'.repeat(900_000)},
    })
    await lab.runWith(Array.from({length: 90}, () => value).join('\n'), 'topic', 'produce', 'heavy')
    const greedy = ['max.partition.fetch.bytes=80000000', 'fetch.max.bytes=80000000', 'fetch.min.bytes=60000000']
    const sets = greedy.flatMap(each => ['--set', `consumer.override.${each}`])
    await lab.run('connector', 'add', 'heavy-sink', '--sink', 'mydb', '--topics', 'heavy', '--no-follow', ...sets)
    const seen = await until(
      'the doctor sees it',
      async () => {
        const {exitCode, stdout} = await lab.run('connector', 'doctor', 'heavy-sink', '--json')
        return stdout.includes('the worker ran out of memory') && {exitCode, stdout}
      },
      90_000,
    )
    expect(seen.exitCode).toBeGreaterThan(0)
    const fix = /msa connector config heavy-sink [^"]*/.exec(seen.stdout)?.[0]
    const calm = fix ?? (await untilFix())
    await until('the fix is taken', async () => (await lab.type(calm)).exitCode === 0, 90_000)
    const rows = () => lab.run('db', 'query', 'SELECT COUNT(*) AS n FROM heavy', '--csv')
    await until('all rows arrive', async () => Number((await rows()).stdout.split('\n')[1]) >= 90, 90_000)
  })
})

/** While the worker is away the doctor can only say why; when it is back, also what to set. */
function untilFix(): Promise<string> {
  return until(
    'the doctor names a setting',
    async () =>
      /msa connector config heavy-sink [^"]*/.exec(
        (await lab.run('connector', 'doctor', 'heavy-sink', '--json')).stdout,
      )?.[0],
    90_000,
  )
}
