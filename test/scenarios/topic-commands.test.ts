import {Kafka, logLevel} from 'kafkajs'
import {describe, expect, it} from 'vitest'
import {brokerLab} from './broker-lab.js'
import type {Started} from './run-msa.js'
import {until} from './until.js'

const lab = brokerLab(['zookeeper', 'kafka'])
const all = (topic: string, ...more: string[]) =>
  lab.ok('topic', 'tail', topic, '--from', 'beginning', '--until', 'end', '--raw', ...more)
const kafka = () =>
  new Kafka({brokers: [`127.0.0.1:${lab.ports.kafka}`], logLevel: logLevel.NOTHING, retry: {retries: 5}})

async function topicOf(...values: string[]) {
  const topic = `t-${Math.random().toString(36).slice(2, 10)}`
  await lab.ok('topic', 'create', topic)
  if (values.length > 0) await lab.ok('topic', 'produce', topic, ...values)
  return topic
}

interface Described {
  readonly topic: string
  readonly records: number
  readonly bytes: number
  readonly partitions: readonly {readonly partition: number; readonly leader: number; readonly end: number}[]
  readonly config: readonly {readonly name: string; readonly value: string; readonly source: string}[]
}

describe('a topic', () => {
  it('is described: partitions, leaders, offsets, sizes, and the settings that are its own', async () => {
    await lab.ok('topic', 'create', 'shown', '--partitions', '2', '--config', 'retention.ms=120000')
    await lab.ok('topic', 'produce', 'shown', 'a', 'b', '--partition', '1')
    const [shown] = await lab.json<Described[]>('topic', 'describe', 'shown')
    expect(shown).toMatchObject({topic: 'shown', records: 2})
    expect(shown?.bytes).toBeGreaterThan(0)
    expect(shown?.partitions).toMatchObject([
      {partition: 0, leader: 0, end: 0},
      {partition: 1, leader: 0, end: 2},
    ])
    expect(shown?.config).toContainEqual(expect.objectContaining({name: 'retention.ms', value: '120000'}))
    expect(shown?.config.map(({name}) => name)).not.toContain('cleanup.policy')
    expect(await lab.ok('topic', 'describe', 'shown', '--all')).toContain('cleanup.policy=delete (default)')
  })

  it('is altered: more partitions, other settings, and back to the default', async () => {
    const topic = await topicOf('kept')
    const retention = async () => {
      const [facts] = await lab.json<Described[]>('topic', 'describe', topic)
      return {
        partitions: facts?.partitions.length,
        retention: facts?.config.find(({name}) => name === 'retention.ms')?.value,
      }
    }
    await lab.ok('topic', 'alter', topic, '--partitions', '3', '--config', 'retention.ms=60000', '--dry-run')
    expect(await retention()).toEqual({partitions: 1, retention: undefined})
    await lab.ok('topic', 'alter', topic, '--partitions', '3', '--config', 'retention.ms=60000')
    expect(await retention()).toEqual({partitions: 3, retention: '60000'})
    expect(await lab.ok('topic', 'alter', topic, '--unset', 'retention.ms')).toContain('→ the default')
    expect(await retention()).toEqual({partitions: 3, retention: undefined})
    expect(await all(topic)).toBe('kept\n')
    expect((await lab.run('topic', 'alter', topic, '--partitions', '2')).exitCode).toBeGreaterThan(0)
  })

  it('is deleted, by name or pattern, after a yes', async () => {
    for (const topic of ['gone-1', 'gone-2', 'stays']) await lab.ok('topic', 'create', topic)
    expect(await lab.run('topic', 'delete', 'gone-*')).toHaveEndedWith(2)
    expect(await lab.ok('topic', 'delete', 'gone-*', '--yes')).toBe('gone-1 deleted\ngone-2 deleted\n')
    const names = (await lab.json<{topic: string}[]>('topic', 'list')).map(({topic}) => topic)
    expect(names).toContain('stays')
    expect(names.filter(name => name.startsWith('gone-'))).toEqual([])
  })
})

describe('produce', () => {
  it('fills placeholders anew for each record, and keeps to the rate', async () => {
    const topic = await topicOf()
    const value = '{"n":{{n}},"r":{{random 1 3}},"p":"{{pick a b}}","u":"{{uuid}}"}'
    const load = ['--key', 'user-{{n}}', '--header', 'no={{n}}', '--count', '40', '--rate', '20']
    const {ms} = await lab.run('topic', 'produce', topic, value, ...load)
    expect(ms).toBeGreaterThan(1_500)
    const lines = (await lab.ok('topic', 'tail', topic, '--from', 'beginning', '--until', 'end', '--json')).trim()
    const records = lines
      .split('\n')
      .map(line => JSON.parse(line) as {key: string; value: {n: number; r: number; p: string; u: string}})
    expect(records.map(({key, value: {n}}) => `${key} ${n}`)).toEqual(
      Array.from({length: 40}, (_, index) => `user-${index + 1} ${index + 1}`),
    )
    expect(records.every(({value: {r, p}}) => r >= 1 && r <= 3 && /^[ab]$/.test(p))).toBe(true)
    expect(new Set(records.map(each => each.value.u)).size).toBe(40)
  })
})

/** What a consumer of the group reads, until it has so many. */
async function consume(group: string, topic: string, count: number): Promise<string[]> {
  const consumer = kafka().consumer({groupId: group, maxWaitTimeInMs: 100})
  const values: string[] = []
  await consumer.connect()
  await consumer.subscribe({topic, fromBeginning: true})
  await consumer.run({
    eachMessage: async ({message}) => {
      values.push(String(message.value))
    },
  })
  await until(`${group} has read ${count}`, () => values.length >= count, 30_000)
  await consumer.disconnect()
  return values
}

describe('a consumer group', () => {
  it('is moved while nobody is in it, and its consumer reads from there', async () => {
    const topic = await topicOf('a', 'b', 'c', 'd')
    expect(await consume('readers', topic, 4)).toEqual(['a', 'b', 'c', 'd'])
    const [before] = await lab.json<{lag: number}[]>('group', 'describe', 'readers')
    expect(before).toMatchObject({lag: 0})
    expect(await lab.ok('group', 'reset', 'readers', '--to', '-2', '--dry-run')).toContain('4 → 2 (not done')
    expect(await lab.ok('group', 'reset', 'readers', '--to', '-2')).toBe(`readers: ${topic}[0] 4 → 2\n`)
    expect((await lab.json<{lag: number}[]>('group', 'describe', 'readers'))[0]).toMatchObject({lag: 2})
    expect(await consume('readers', topic, 2)).toEqual(['c', 'd'])
  })

  it('is not moved under its consumers', async () => {
    const topic = await topicOf('a')
    const consumer = kafka().consumer({groupId: 'busy', maxWaitTimeInMs: 100})
    await consumer.connect()
    await consumer.subscribe({topic, fromBeginning: true})
    await consumer.run({eachMessage: async () => undefined})
    await until('it is in the group', async () => (await lab.ok('group', 'list')).includes('busy'))
    const refused = await lab.run('group', 'reset', 'busy', '--to', 'beginning')
    await consumer.disconnect()
    expect(refused.exitCode).toBeGreaterThan(0)
    expect(refused.stderr).toContain('busy')
    await lab.ok('group', 'reset', 'busy', '--to', 'beginning')
  })

  it('is deleted with what it has committed', async () => {
    const topic = await topicOf('a')
    await consume('old', topic, 1)
    expect(await lab.ok('group', 'delete', 'old', '--yes')).toBe('old deleted\n')
    expect(await lab.ok('group', 'list')).not.toMatch(/^old /m)
    expect(await consume('old', topic, 1)).toEqual(['a'])
  })

  it('is what tail --group goes on with, each record once', async () => {
    const topic = await topicOf('a', 'b')
    const tail = () => lab.ok('topic', 'tail', topic, '--until', 'end', '--raw', '--group', 'shown-once')
    await lab.ok('topic', 'tail', topic, '--from', 'beginning', '--until', 'end', '--group', 'shown-once')
    await lab.ok('topic', 'produce', topic, 'c')
    expect(await tail()).toBe('c\n')
    expect(await tail()).toBe('')
  })
})

async function interrupted({child, ended}: Started) {
  child.kill('SIGINT')
  return ended
}

describe('tail', () => {
  it('takes in topics of its pattern and partitions that come later', async () => {
    await lab.ok('topic', 'create', 'later-a')
    const tail = lab.start('topic', 'tail', 'later-*', '--from', 'beginning', '--template', '%t[%p] %s\\n')
    await lab.ok('topic', 'produce', 'later-a', 'one')
    await until('the first is shown', () => tail.output().includes('later-a[0] one'))
    await lab.ok('topic', 'create', 'later-b')
    await lab.ok('topic', 'create', 'other')
    await lab.ok('topic', 'produce', 'other', 'not this')
    await lab.ok('topic', 'produce', 'later-b', 'two')
    await until('the new topic is shown', () => tail.output().includes('later-b[0] two'))
    await lab.ok('topic', 'alter', 'later-a', '--partitions', '3')
    await lab.ok('topic', 'produce', 'later-a', 'three', '--partition', '2')
    await until('the new partition is shown', () => tail.output().includes('later-a[2] three'))
    const {stdout, exitCode} = await interrupted(tail)
    expect({stdout, exitCode}).toEqual({stdout: 'later-a[0] one\nlater-b[0] two\nlater-a[2] three\n', exitCode: 0})
  })

  it('waits for a topic that is not there yet, and does not make it', async () => {
    const tail = lab.start('topic', 'tail', 'awaited', '--wait', '--from', 'beginning', '-n', '1', '--raw')
    await until('it says so', () => tail.output().includes('waiting for awaited'))
    expect(await lab.ok('topic', 'list')).not.toContain('awaited')
    await lab.ok('topic', 'create', 'awaited')
    await lab.ok('topic', 'produce', 'awaited', 'here')
    expect(await tail.ended).toMatchObject({exitCode: 0, stdout: 'here\n'})
  })
})

/** Nothing is fetched while it stands still. */
async function whileStopped({child}: Started, work: () => Promise<unknown>) {
  child.kill('SIGSTOP')
  try {
    await work()
  } finally {
    child.kill('SIGCONT')
  }
}

describe('F53: what goes away under a tail is told in its own words', () => {
  const following = async (topic: string, ...more: string[]) => {
    const tail = lab.start('topic', 'tail', topic, ...more, '--from', 'beginning', '--raw')
    await until('it follows', () => tail.output().includes('first'))
    return tail
  }

  it('the only topic is deleted: it ends', async () => {
    const topic = await topicOf('first')
    const tail = await following(topic)
    await lab.ok('topic', 'delete', topic, '--yes')
    const {exitCode, stdout, stderr} = await tail.ended
    expect({exitCode, stdout}).toEqual({exitCode: 1, stdout: 'first\n'})
    expect(stderr).toContain(`${topic} was deleted: there is nothing left to follow`)
    expect(stderr).toContain(`msa topic tail ${topic} --wait`)
  })

  it('one of two is deleted: the other is followed on', async () => {
    const [gone, kept] = [await topicOf('first of the one'), await topicOf('first of the other')]
    const tail = await following(gone, kept)
    await until('both are shown', () => tail.output().includes('of the other') && tail.output().includes('of the one'))
    await lab.ok('topic', 'delete', gone, '--yes')
    await until('it is said', () => tail.output().includes(`topic ${gone} was deleted`))
    await lab.ok('topic', 'produce', kept, 'on it goes')
    await until('the other goes on', () => tail.output().includes('on it goes'))
    expect(await interrupted(tail)).toHaveEndedWith(0)
  })

  it('records are taken away before they are shown: which ones, and where it goes on', async () => {
    const topic = await topicOf('first')
    const tail = await following(topic)
    await whileStopped(tail, async () => {
      for (const value of ['b', 'c', 'd', 'e']) await lab.ok('topic', 'produce', topic, value)
      const admin = kafka().admin()
      await admin.connect()
      // Without it the client knows of no leader.
      await admin.fetchTopicOffsets(topic)
      await admin.deleteTopicRecords({topic, partitions: [{partition: 0, offset: '5'}]})
      await admin.disconnect()
      await lab.ok('topic', 'produce', topic, 'last')
    })
    await until('it goes on', () => tail.output().includes('last'))
    const {stderr, exitCode} = await interrupted(tail)
    expect(exitCode).toBe(0)
    expect(stderr).toMatch(/\[0\]: records \d to 4 are no longer kept \(retention\); going on at 5/)
  })

  it('the topic is made anew: that is neither retention nor the end', async () => {
    const topic = await topicOf('first', 'b', 'c')
    const tail = await following(topic)
    await until('all are shown', () => tail.output().includes('c\n'))
    await whileStopped(tail, async () => {
      await lab.ok('topic', 'delete', topic, '--yes')
      await lab.ok('topic', 'create', topic)
      await lab.ok('topic', 'produce', topic, 'anew')
    })
    await until('it goes on', () => tail.output().includes('anew\n'))
    const {stderr} = await interrupted(tail)
    expect(stderr).toContain('offset 3 is beyond the end (1): the topic was emptied or made anew; going on at 0')
  })
})
