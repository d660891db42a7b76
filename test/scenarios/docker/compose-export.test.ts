import {execFile} from 'node:child_process'
import {readFileSync, statSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {promisify} from 'node:util'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {freePorts} from '../../../src/platform/ports.js'
import {type TestEngine, useEngine} from '../../fixtures/engine/engine.js'
import {requireMeans} from '../means.js'
import {until} from '../until.js'
import {type ComposeLab, composeLab} from './compose-lab.js'

const run = promisify(execFile)
const names = ['zookeeper', 'kafka', 'connect', 'mariadb', 'rabbitmq', 'config', 'discovery', 'gateway', 'user-service']

describe('a lab that is exported and booted by docker-compose', () => {
  let engine: TestEngine
  let lab: ComposeLab
  const ports: Record<string, number> = {}

  beforeAll(async () => {
    requireMeans('kcat', 'mariadb')
    engine = await useEngine()
    const wanted = [...names.slice(0, -1), 'rabbitmq.management', 'rabbitmq.distribution', 'kafka.containers']
    const free = await freePorts(wanted.length)
    for (const [index, name] of wanted.entries()) ports[name] = free[index] ?? 0
    const {'kafka.containers': _, ...own} = ports
    const components = Object.fromEntries(
      names.map(name => [name, {env: {PAYMENT_TOKEN: "it's secret", API_KEY: 'k$3y'}}]),
    )
    lab = composeLab(engine, {ports: own, components, topics: ['orders']})
    expect(await lab.msa('export', 'compose')).toMatchObject({exitCode: 0})
  })

  afterAll(async () => {
    await lab?.compose('compose', 'down', '--volumes', '--timeout', '20').catch(() => undefined)
    await lab?.close()
  })

  it('holds no password in what others may read', () => {
    const text = readFileSync(join(lab.folder, 'compose', 'docker-compose.yml'), 'utf8')
    expect(text).not.toMatch(/1234\b|it's secret|3y|abcdefghijklmnop/)
    for (const path of ['files/mariadb/config/password', 'files/config/config/encrypt-key', 'env/kafka.env'])
      expect(statSync(join(lab.folder, 'compose', path)).mode & 0o777, path).toBe(0o600)
  })

  it('is what docker-compose takes, with the values that were meant', async () => {
    const config = await lab.compose('compose', 'config')
    expect(config).toContain("PAYMENT_TOKEN: it's secret")
    expect(config).toContain('API_KEY: k$$3y')
  })

  it('boots without msa, and every part says that it is healthy', async () => {
    await lab.compose('compose', 'up', '-d')
    await until('all are healthy', allHealthy, 120_000)
  })

  it('answers on the ports of the lab file: Kafka, MariaDB, RabbitMQ', async () => {
    const {stdout: metadata} = await run('kcat', ['-L', '-b', `127.0.0.1:${ports.kafka}`])
    expect(metadata).toContain(`broker 0 at 127.0.0.1:${ports.kafka}`)
    const {stdout: answer} = await run(
      'mariadb',
      ['--no-defaults', '-h127.0.0.1', `-P${ports.mariadb}`, '-uroot', 'mydb', '-Ne', 'SELECT 6 * 7'],
      {env: {...process.env, MYSQL_PWD: '1234'}},
    )
    expect(answer.trim()).toBe('42')
    const overview = await fetch(`http://127.0.0.1:${ports['rabbitmq.management']}/api/overview`, {
      headers: {authorization: `Basic ${Buffer.from('guest:guest').toString('base64')}`},
    })
    expect(overview.status).toBe(200)
  })

  it('leads a request through the gateway to a service that discovery knows', async () => {
    const answer = await until('the gateway knows the service', async () => {
      const response = await fetch(`http://127.0.0.1:${ports.gateway}/user-service/welcome`)
      return response.ok ? response.text() : undefined
    })
    expect(answer).toContain('Welcome')
  })

  it('overwrites nothing unless it is told to, and then all of it', async () => {
    const file = join(lab.folder, 'compose', 'docker-compose.yml')
    writeFileSync(file, 'mine: true\n')
    expect(await lab.msa('export', 'compose')).toMatchObject({exitCode: 2, stderr: expect.stringContaining('--force')})
    expect(readFileSync(file, 'utf8')).toBe('mine: true\n')
    expect(await lab.msa('export', 'compose', '--force')).toMatchObject({exitCode: 0})
    expect(readFileSync(file, 'utf8')).toContain('services:')
  })

  async function allHealthy(): Promise<boolean> {
    const containers = await engine.docker.listContainers({filters: {name: ['lab-lab_']}})
    return containers.length === names.length && containers.every(({Status}) => Status.includes('(healthy)'))
  }
})
