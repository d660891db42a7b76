import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import type {RefreshResult} from '../../src/config/refresh-config.js'
import type {LabStatus} from '../../src/lab/client/status.js'
import {portOwner} from '../../src/platform/ports.js'
import {bootServicesLab, type ServicesLab} from './services-lab.js'
import {openSpringPrograms, type SpringPrograms} from './spring-programs.js'
import {until} from './until.js'

/** 1234 by the course's key, as the template's files have it. */
const cipher = '{cipher}0c7649b1698b8df8337716a26eafba4a90499ea5df3eff8d8492abfe0fff978a'
const greeterFile = `greeting.message: from the file\ngreeter.password: '${cipher}'\n`
const order = {productId: 'CATALOG-001', qty: 1, unitPrice: 1500}
const lines = [
  ['greeter2', 'Spring Boot 2.7, Spring Cloud 2021 and Sleuth', 'boot2'],
  ['greeter3', 'Spring Boot 3.5, Spring Cloud 2025 and Micrometer', 'boot3'],
] as const

let lab: ServicesLab
let programs: SpringPrograms
beforeAll(async () => {
  programs = openSpringPrograms()
  const greeter = {path: programs.folder, port: 'auto', health: '/actuator/health'}
  const dependsOn = ['config', 'discovery', 'rabbitmq']
  const services = lines.map(([name, , line]) => [name, {...greeter, dependsOn, jar: programs.build('greeter', line)}])
  lab = await bootServicesLab(
    {zipkin: {}, prometheus: {}},
    {
      services: () => Object.fromEntries(services),
      configFiles: Object.fromEntries(lines.map(([name]) => [`${name}.yml`, greeterFile])),
    },
  )
})
afterAll(async () => {
  await lab?.close()
  programs.remove()
})

const greeting = async (name: string) =>
  (await (await lab.get(`/${name}/greeting`)).json()) as {message?: string; password?: string}

async function instancesOf(name: string) {
  const instances = await lab.json<{service: string; host: string; port: number}[]>('service', 'list')
  return instances.filter(({service}) => service === name)
}

async function portOf(name: string): Promise<number> {
  const {components} = await lab.json<LabStatus>('status')
  return Object.values(components.find(one => one.name === name)?.ports ?? {})[0] ?? 0
}

describe.each(lines)('%s of %s', (name, _line, _profile) => {
  it('has its configuration from the config server, and the password decrypted', async () => {
    expect(await greeting(name)).toEqual({message: 'from the file', password: '1234'})
  })

  it('listens on loopback only, and that is where discovery sends everybody', async () => {
    const port = await portOf(name)
    expect(portOwner(port)?.address).toBe('127.0.0.1')
    expect((await instancesOf(name)).map(({host, port}) => `${host}:${port}`)).toEqual([`127.0.0.1:${port}`])
  })

  it('calls order-service by its registered name, and gateway, itself and order-service are one trace', async () => {
    await lab.post(`/order-service/${name}/orders`, order)
    const traceId = Buffer.from(name.padEnd(16, '.')).toString('hex')
    const answer = await lab.get(`/${name}/orders/${name}`, {traceparent: `00-${traceId}-00f067aa0ba902b7-01`})
    expect(await answer.json()).toMatchObject([{productId: order.productId}])
    await lab.traced(traceId, ['apigateway-service', name, 'order-service'])
  })

  it('is scraped by Prometheus, without a word in its configuration', async () => {
    await until(
      'the first scrape was taken',
      async () => {
        const answer = await fetch(`http://127.0.0.1:${lab.portOf('prometheus')}/api/v1/targets`)
        const {data} = (await answer.json()) as {data: {activeTargets: {labels: {job: string}; health: string}[]}}
        return data.activeTargets.some(({labels, health}) => labels.job === name && health === 'up')
      },
      60_000,
    )
  })

  it('is refreshed by msa config set --refresh, which hears its acknowledgement', async () => {
    const {refreshed} = await lab.json<{refreshed: RefreshResult}>(
      'config',
      'set',
      name,
      'greeting.message',
      'a new one',
      '--refresh',
    )
    expect(refreshed.reloaded.map(({service}) => service)).toContain(name)
    // Netflix's client takes its registration back for a moment whenever the configuration is refreshed.
    await until('its answer is the new one', async () => (await greeting(name)).message === 'a new one')
  })

  it('asked by its own actuator, refreshes and sets values in services of msa', async () => {
    const actuator = `http://127.0.0.1:${await portOf(name)}/actuator`
    const post = (path: string, body: unknown) =>
      fetch(`${actuator}/${path}`, {
        ...{method: 'POST', headers: {'content-type': 'application/json'}, body: JSON.stringify(body)},
      })
    expect((await post('busrefresh', {})).status).toBe(204)
    await until('user-service has reloaded', () => lab.log('user-service').includes(`(asked by ${name}:`))
    const set = await post('busenv/user-service', {name: 'greeting.message', value: `by ${name}`})
    expect(set.status).toBe(204)
    await until(
      'user-service has it',
      async () => (await (await lab.get('/user-service/welcome')).text()) === `by ${name}`,
    )
  })

  it('is asked by nobody any more when it was stopped', async () => {
    expect(await lab.run('stop', name)).toHaveEndedWith(0)
    expect(await instancesOf(name)).toEqual([])
    await until('the gateway says so', async () => (await lab.get(`/${name}/greeting`)).status === 503)
  })
})
