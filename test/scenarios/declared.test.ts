import {describe, expect, it} from 'vitest'
import {brokerLab} from './broker-lab.js'
import {until} from './until.js'

const jdbc = 'io.confluent.connect.jdbc.Jdbc'

const lab = brokerLab(undefined, {}, lab => {
  const database = {
    'connection.url': `jdbc:mysql://127.0.0.1:${lab.ports.mariadb}/mydb`,
    'connection.user': 'root',
    'connection.password': `\${db-password}`,
  }
  lab.write('connectors/users-source.json', {
    name: 'users-source',
    config: {
      'connector.class': `${jdbc}SourceConnector`,
      ...database,
      mode: 'incrementing',
      'incrementing.column.name': 'id',
      'table.whitelist': 'users',
      'topic.prefix': 'my_topic_',
    },
  })
  lab.write('connectors/users-sink.json', {
    name: 'users-sink',
    config: {'connector.class': `${jdbc}SinkConnector`, ...database, 'auto.create': 'true', topics: 'my_topic_users'},
  })
  return {
    topics: {orders: 3, my_topic_users: 1, audit: {partitions: 2, config: {'retention.ms': 3_600_000}}},
    connectors: ['connectors'],
  }
})

interface Described {
  readonly topic: string
  readonly partitions: readonly {readonly end: number}[]
  readonly config: readonly {readonly name: string; readonly value: string}[]
}

async function declaredTopics() {
  const topics = await lab.json<Described[]>('topic', 'describe', 'orders', 'audit', 'my_topic_users')
  return Object.fromEntries(topics.map(({topic, partitions}) => [topic, partitions.length]))
}

async function retention() {
  const [audit] = await lab.json<Described[]>('topic', 'describe', 'audit')
  return audit?.config.find(({name}) => name === 'retention.ms')?.value
}

async function states() {
  const list = await lab.json<{name: string; state: string}[]>('connector', 'list')
  return Object.fromEntries(list.map(({name, state}) => [name, state]))
}

/** An insert comes to the topic and, from there, into the table that the sink makes. */
async function carries(name: string) {
  await lab.sql('CREATE TABLE IF NOT EXISTS users (id INT AUTO_INCREMENT PRIMARY KEY, name VARCHAR(50))')
  await lab.sql(`INSERT INTO users (name) VALUES ('${name}')`)
  await until(
    `${name} is in the table of the sink`,
    async () => (await lab.run('db', 'query', 'SELECT name FROM my_topic_users')).stdout.includes(name),
    30_000,
  )
}

/** What the worker was sent, and how often: equal settings that are sent again start a connector anew. */
async function sent() {
  const [configs] = await lab.json<{records: number}[]>('topic', 'list', 'connect-configs')
  return configs?.records
}

const all = {orders: 3, audit: 2, my_topic_users: 1}
const running = {'users-sink': 'RUNNING', 'users-source': 'RUNNING'}

describe('topics and connectors of the lab file', () => {
  it('are there after up, and carry rows', async () => {
    expect(await declaredTopics()).toEqual(all)
    expect(await retention()).toBe('3600000')
    expect(await states()).toEqual(running)
    await carries('first')
  })

  it('stay as they are when up finds them there', async () => {
    const before = {sent: await sent(), orders: await lab.ok('topic', 'describe', 'orders', '--json')}
    const up = await lab.run('up')
    expect(up).toMatchObject({exitCode: 0, stdout: expect.stringContaining('nothing to do')})
    expect(up.stdout + up.stderr).toContain('users-sink unchanged, users-source unchanged')
    expect(up.stdout + up.stderr).toContain('orders unchanged')
    expect({sent: await sent(), orders: await lab.ok('topic', 'describe', 'orders', '--json')}).toEqual(before)
  })

  it('come back with the next up where somebody took them away', async () => {
    await lab.ok('connector', 'remove', 'users-sink', '--yes')
    await lab.ok('topic', 'delete', 'orders', '--yes')
    await lab.ok('topic', 'alter', 'audit', '--config', 'retention.ms=60000')
    await lab.ok('up')
    expect(await declaredTopics()).toEqual(all)
    expect(await retention()).toBe('3600000')
    expect(await states()).toEqual(running)
  })

  it('are there again, and empty, after down --volumes and up', async () => {
    await lab.ok('topic', 'produce', 'orders', 'of the first life')
    await lab.ok('down', '--volumes', '--yes')
    const up = await lab.run('up', '--timeout', '300')
    expect(up, up.stderr).toHaveEndedWith(0)
    expect(up.stderr).toContain('users-sink created, users-source created (there is no table mydb.users)')
    expect(await declaredTopics()).toEqual(all)
    expect(await states()).toEqual(running)
    const [orders] = await lab.json<Described[]>('topic', 'describe', 'orders')
    expect(orders?.partitions.map(({end}) => end)).toEqual([0, 0, 0])
    await carries('second life')
  })
})
