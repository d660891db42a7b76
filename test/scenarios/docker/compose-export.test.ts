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
const servers = ['zookeeper', 'kafka', 'connect', 'mariadb', 'rabbitmq', 'zipkin', 'prometheus']
const fixed = [...servers, 'config', 'discovery', 'gateway']
/** The whole course but Grafana, which is in no distribution's archive. */
const names = [...fixed, 'user-service', 'order-service', 'catalog-service']

describe('a lab that is exported and booted by docker-compose', () => {
  let engine: TestEngine
  let lab: ComposeLab
  const ports: Record<string, number> = {}

  beforeAll(async () => {
    requireMeans('kcat', 'mariadb')
    engine = await useEngine()
    const wanted = [...fixed, 'rabbitmq.management', 'rabbitmq.distribution', 'kafka.containers']
    const free = await freePorts(wanted.length)
    for (const [index, name] of wanted.entries()) ports[name] = free[index] ?? 0
    const {'kafka.containers': _, ...own} = ports
    const components = Object.fromEntries(
      names.map(name => [name, {env: {PAYMENT_TOKEN: "it's secret", API_KEY: 'k$3y'}}]),
    )
    lab = composeLab(engine, {ports: own, components, topics: ['orders']})
    expect(await lab.msa('export', 'compose')).toHaveEndedWith(0)
    // As the manual says it for images that were brought from elsewhere.
    const file = join(lab.folder, 'compose', 'docker-compose.yml')
    const text = readFileSync(file, 'utf8')
    expect(text).toContain('image: mariadb:11.4.5@sha256:')
    writeFileSync(file, text.replaceAll(/@sha256:[0-9a-f]*/g, ''))
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

  it('leads requests through the gateway to services that discovery knows', async () => {
    const ask = (path: string) =>
      until(`the gateway knows ${path}`, async () => {
        const response = await fetch(`http://127.0.0.1:${ports.gateway}${path}`)
        return response.ok ? response.text() : undefined
      })
    expect(await ask('/user-service/welcome')).toContain('Welcome')
    expect(await ask('/order-service/health_check')).toContain('order-service')
    expect(await ask('/catalog-service/catalogs')).toContain('CATALOG-001')
  })

  it('has its monitoring: Prometheus finds what it scrapes, Zipkin hears of requests', async () => {
    await until(
      'the gateway is scraped',
      async () => {
        const answer = await fetch(`http://127.0.0.1:${ports.prometheus}/api/v1/query?query=up`)
        return (await answer.text()).includes('gateway')
      },
      60_000,
    )
    await until('a span has come', async () => {
      const answer = await fetch(`http://127.0.0.1:${ports.zipkin}/api/v2/services`)
      return (await answer.text()).includes('gateway')
    })
  })

  it('overwrites nothing unless it is told to, and then all of it', async () => {
    const file = join(lab.folder, 'compose', 'docker-compose.yml')
    writeFileSync(file, 'mine: true\n')
    expect(await lab.msa('export', 'compose')).toMatchObject({exitCode: 2, stderr: expect.stringContaining('--force')})
    expect(readFileSync(file, 'utf8')).toBe('mine: true\n')
    expect(await lab.msa('export', 'compose', '--force')).toHaveEndedWith(0)
    expect(readFileSync(file, 'utf8')).toContain('services:')
  })

  async function allHealthy(): Promise<boolean> {
    const containers = await engine.docker.listContainers({filters: {name: ['lab-lab_']}})
    return containers.length === names.length && containers.every(({Status}) => Status.includes('(healthy)'))
  }
})
