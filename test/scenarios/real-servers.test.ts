import {execFileSync} from 'node:child_process'
import {mkdirSync, renameSync, rmSync, writeFileSync} from 'node:fs'
import {homedir} from 'node:os'
import {join} from 'node:path'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import type {ComponentReport} from '../../src/lab/client/status.js'
import {portOwners} from '../../src/platform/ports.js'
import {findMarked} from '../../src/platform/processes.js'
import {openLab, type TestLab} from './lab.js'
import {startInBackground} from './programs.js'
import {until} from './until.js'

const servers = ['zookeeper', 'kafka', 'connect', 'rabbitmq', 'mariadb', 'zipkin', 'prometheus'] as const
const portOffset = 2_000
const records = 1000
const bootMs = 180_000

/** The cache of the machine holds the distributions; all else of this lab is its own. */
const cache = process.env.MSA_CACHE_DIR ?? join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'msa')

describe('the real servers', () => {
  const at: {lab?: TestLab} = {}
  const lab = () => {
    if (at.lab === undefined) throw new Error('the lab is not open yet')
    return at.lab
  }
  const component = async (name: string): Promise<ComponentReport> => {
    const found = (await lab().status()).components.find(one => one.name === name)
    if (found === undefined) throw new Error(`there is no ${name}`)
    return found
  }

  beforeAll(async () => {
    at.lab = await openLab(undefined, {keep: true, env: {MSA_CACHE_DIR: cache}})
    mkdirSync(at.lab.folder, {recursive: true})
    writeFileSync(
      join(at.lab.folder, 'msa.yml'),
      `version: 1\nportOffset: ${portOffset}\ncomponents: [${servers.join(', ')}]\n`,
    )
    const up = await at.lab.run('up', '--yes')
    expect(up.stderr).not.toContain('failed')
    expect(up).toHaveEndedWith(0)
    await writeCanary(at.lab)
  }, 2 * bootMs)

  afterAll(async () => {
    const ports = (await lab().status()).components.flatMap(one => Object.values(one.ports))
    await lab().close()
    expect([...portOwners(ports).values()], 'I2: no port of the lab is left').toEqual([])
  }, bootMs)

  it('P21: listens on loopback only, whatever the protocol, helpers of Erlang included', () => {
    const addresses = listenersOf(
      lab()
        .processes()
        .map(({pid}) => pid),
    )
    expect(addresses.length).toBeGreaterThan(servers.length)
    expect(addresses.filter(address => !isLoopback(address))).toEqual([])
  })

  it(
    'P3: a second lab runs beside it, with data of its own, and neither notices when the other goes',
    async () => {
      const other = await openLab(undefined, {env: {MSA_CACHE_DIR: cache}})
      writeFileSync(
        join(other.folder, 'msa.yml'),
        `version: 1\nportOffset: ${portOffset + 2000}\ncomponents: [kafka]\n`,
      )
      const pids = async () => (await lab().status()).components.map(({pid}) => pid)
      const before = await pids()
      expect(await other.run('up')).toHaveEndedWith(0)
      const topics = await other.run('topic', 'list', '--json')
      expect(topics.stdout).not.toContain('canary')
      expect(await other.run('topic', 'create', 'theirs')).toHaveEndedWith(0)
      expect((await lab().run('topic', 'list', '--json')).stdout).not.toContain('theirs')
      expect(await other.run('down')).toHaveEndedWith(0)
      expect(await pids()).toEqual(before)
      await expectCanary(lab())
    },
    2 * bootMs,
  )

  it('F01: the supervisor is killed: all run on, the next up adopts them as they are', async () => {
    const before = (await lab().status()).components.map(({name, pid}) => [name, pid])
    for (const supervisor of lab().supervisors()) process.kill(supervisor, 'SIGKILL')
    expect(await lab().run('up')).toHaveEndedWith(0)
    const {components} = await lab().status()
    expect(components.map(({name, pid}) => [name, pid])).toEqual(before)
    expect(components.every(({state, adopted, restarts}) => state === 'ready' && adopted && restarts === 0)).toBe(true)
  })

  it.each(servers)(
    'F18: kill -9 of %s: it comes back, the others stay, and nothing that was stored is lost',
    async name => {
      const before = await component(name)
      for (const {pid, marks} of lab().processes()) if (marks.MSA_COMPONENT === name) kill(pid)
      await until(
        `${name} is back`,
        async () => {
          const now = await component(name)
          if (now.state === 'failed') throw new Error(`${name} failed: ${now.reason}`)
          return now.state === 'ready' && now.restarts > before.restarts
        },
        bootMs,
      )
      await until(
        'all are ready',
        async () => (await lab().status()).components.every(({state}) => state === 'ready'),
        bootMs,
      )
      await expectCanary(lab())
    },
    2 * bootMs,
  )

  it(
    'F25: kill -9 of the Erlang machine alone: it starts again, and a foreign epmd on 4369 is not touched',
    async () => {
      const epmd = startInBackground('epmd', ['-address', '127.0.0.1'])
      await until('epmd listens', () => portOwners([4369]).has(4369))
      const owner = portOwners([4369]).get(4369)?.pid
      const before = await component('rabbitmq')
      const erlang = lab()
        .processes()
        .find(({pid}) => nameOf(pid).startsWith('beam.smp'))
      kill(erlang?.pid ?? 0)
      await until(
        'rabbitmq is back',
        async () =>
          (await component('rabbitmq')).restarts > before.restarts && (await component('rabbitmq')).state === 'ready',
        bootMs,
      )
      expect(portOwners([4369]).get(4369)?.pid).toBe(owner)
      expect(
        lab()
          .processes()
          .filter(({pid}) => nameOf(pid).startsWith('epmd')),
      ).toEqual([])
      await expectCanary(lab())
      epmd.kill('SIGKILL')
    },
    2 * bootMs,
  )

  it(
    'F08: two up at once after a down: both exit 0, each server once; F29: a port that is taken is told before any start',
    async () => {
      expect(await lab().run('down')).toHaveEndedWith(0)
      expect(lab().processes()).toEqual([])
      expect(erlangLeftovers(lab().id)).toEqual([])
      const kafkaPort = 9092 + portOffset
      const stranger = startInBackground(process.execPath, [
        '-e',
        `require('net').createServer().listen(${kafkaPort}, '127.0.0.1')`,
      ])
      await until('the stranger listens', () => portOwners([kafkaPort]).has(kafkaPort))
      const refused = await lab().run('up')
      expect(refused).toMatchObject({exitCode: 4, stdout: ''})
      expect(refused.stderr).toContain(`port ${kafkaPort} of kafka (broker) is taken by pid ${stranger.pid}`)
      expect(lab().processes()).toEqual([])
      stranger.kill('SIGKILL')
      await stranger.ended
      const ups = await Promise.all([lab().run('up'), lab().run('up')])
      expect(ups.map(({exitCode}) => exitCode)).toEqual([0, 0])
      expect(lab().supervisors()).toHaveLength(1)
      await expectCanary(lab())
    },
    3 * bootMs,
  )

  it(
    'Kafka beside a ZooKeeper that is not its own says so at once, tries no more, and keeps its data',
    async () => {
      expect(await lab().run('down')).toHaveEndedWith(0)
      const data = join(lab().dir, 'data', 'zookeeper')
      renameSync(data, `${data}.kept`)
      const up = await lab().run('up', 'kafka')
      expect(up).toHaveEndedWith(1)
      expect(up.stderr).toContain('is not started again: its data belongs to another ZooKeeper')
      expect(up.stderr).toContain('msa down kafka --volumes')
      expect((await component('kafka')).restarts).toBe(0)
      expect(await lab().run('down')).toHaveEndedWith(0)
      rmSync(data, {recursive: true})
      renameSync(`${data}.kept`, data)
      expect(await lab().run('up')).toHaveEndedWith(0)
      await expectCanary(lab())
    },
    3 * bootMs,
  )
})

/** Addresses at which these processes wait for somebody. Not UDP: Zipkin's name resolver has a socket there for answers to its own questions. */
function listenersOf(pids: readonly number[]): string[] {
  const lines = execFileSync('ss', ['-H', '-l', '-n', '-p', '-t'], {encoding: 'utf8'}).split('\n')
  const owned = lines.filter(line => pids.some(pid => line.includes(`pid=${pid},`)))
  return owned.map(line => line.split(/\s+/)[3] ?? '')
}

function isLoopback(address: string): boolean {
  return /^(127\.\d+\.\d+\.\d+|\[::1\]|\[::ffff:127\.\d+\.\d+\.\d+\]):\d+$/.test(address)
}

/** As nobody else would set it. */
const retentionMs = '604800123'

async function writeCanary(lab: TestLab): Promise<void> {
  expect(await lab.run('topic', 'create', 'canary', '--config', `retention.ms=${retentionMs}`)).toMatchObject({
    exitCode: 0,
  })
  const stdin = Array.from({length: records}, (_, index) => `record ${index}\n`).join('')
  expect(await lab.runWith({stdin}, 'topic', 'produce', 'canary', '--input', '-')).toHaveEndedWith(0)
  sql(
    lab,
    `create database canary; create table canary.rows (n int primary key); insert into canary.rows ${series(100)}`,
  )
  await rabbit(lab, 'PUT', '/api/queues/%2F/canary', {durable: true})
  for (let index = 0; index < 100; index++) {
    const message = {
      properties: {delivery_mode: 2},
      routing_key: 'canary',
      payload: String(index),
      payload_encoding: 'string',
    }
    expect(await rabbit(lab, 'POST', '/api/exchanges/%2F/amq.default/publish', message)).toContain('"routed":true')
  }
  await expectCanary(lab)
}

/** I4: all is there, in order; a topic's settings are what ZooKeeper keeps. */
async function expectCanary(lab: TestLab): Promise<void> {
  expect((await lab.run('topic', 'describe', 'canary', '--json')).stdout, "I4: ZooKeeper's node").toContain(retentionMs)
  const {stdout} = await lab.run('topic', 'tail', 'canary', '--from', 'beginning', '--until', 'end', '--raw')
  const expected = Array.from({length: records}, (_, index) => `record ${index}\n`).join('')
  expect(
    stdout === expected,
    `I4: the records are all there, in order (${stdout.split('\n').length - 1} of ${records})`,
  ).toBe(true)
  expect(sql(lab, 'select count(*), sum(n) from canary.rows'), 'I4: the rows').toBe('100\t5050')
  const take = {count: 200, ackmode: 'ack_requeue_true', encoding: 'auto'}
  const messages = JSON.parse(await rabbit(lab, 'POST', '/api/queues/%2F/canary/get', take)) as {
    readonly payload: string
  }[]
  expect(
    messages.map(({payload}) => Number(payload)).sort((one, other) => one - other),
    'I4: the messages',
  ).toEqual(Array.from({length: 100}, (_, index) => index))
}

function sql(lab: TestLab, statement: string): string {
  const password = execFileSync('cat', [join(lab.dir, 'secrets', 'db-password')], {encoding: 'utf8'}).trim()
  const args = ['--host=127.0.0.1', `--port=${3306 + portOffset}`, '--user=root', '--batch', '--skip-column-names']
  return execFileSync('mariadb', args, {
    input: statement,
    encoding: 'utf8',
    env: {...process.env, MYSQL_PWD: password},
  }).trim()
}

async function rabbit(_: TestLab, method: string, path: string, body: unknown): Promise<string> {
  const authorization = `Basic ${Buffer.from('guest:guest').toString('base64')}`
  const headers = {authorization, 'content-type': 'application/json'}
  const answer = await fetch(`http://127.0.0.1:${15_672 + portOffset}${path}`, {
    method,
    headers,
    body: JSON.stringify(body),
  })
  expect(answer.status, `${method} ${path}`).toBeLessThan(300)
  return answer.text()
}

function series(count: number): string {
  return `values ${Array.from({length: count}, (_, index) => `(${index + 1})`).join(', ')}`
}

function erlangLeftovers(labId: string): string[] {
  return findMarked('MSA_LAB', labId).map(({pid}) => nameOf(pid))
}

function nameOf(pid: number): string {
  return execFileSync('ps', ['-o', 'comm=', '-p', String(pid)], {encoding: 'utf8'}).trim()
}

function kill(pid: number): void {
  expect(pid).toBeGreaterThan(0)
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It ended with its parent.
  }
}
