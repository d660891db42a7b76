import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import type {RefreshResult} from '../../src/config/refresh-config.js'
import {bootServicesLab, type ServicesLab} from './services-lab.js'
import {openSpringPrograms, type SpringPrograms} from './spring-programs.js'
import {until} from './until.js'

describe("Spring Cloud's own config server, Eureka server and gateway in the place of msa's", () => {
  let lab: ServicesLab
  let programs: SpringPrograms
  beforeAll(async () => {
    programs = openSpringPrograms()
    const {folder: path} = programs
    const health = '/actuator/health'
    const [config, discovery, gateway] = (['config-server', 'eureka-server', 'gateway'] as const).map(app =>
      programs.build(app, 'boot2'),
    )
    lab = await bootServicesLab(
      {zipkin: {}},
      {
        services: folder => ({
          config: {path, health, jar: config, env: {CONFIG_REPO: `${folder}/config-repo`}},
          discovery: {path, health, jar: discovery},
          gateway: {path, health, jar: gateway, dependsOn: ['config', 'discovery', 'rabbitmq']},
        }),
      },
    )
  })
  afterAll(async () => {
    await lab?.close()
    programs.remove()
  })

  const welcome = async () => (await lab.get('/user-service/welcome')).text()

  it("the config server's values reach msa's services, and the decrypted password opens the database", async () => {
    expect(await welcome()).toBe('Welcome to user-service')
    expect((await lab.post('/user-service/users', {name: 'Kim', pwd: '12345678'})).status).toBe(201)
  })

  it('everybody is registered, each program by the name of what it takes the place of', async () => {
    const instances = await lab.json<{service: string}[]>('service', 'list')
    expect(instances.map(({service}) => service).sort()).toEqual([
      ...['apigateway-service', 'catalog-service', 'order-service', 'user-service'],
    ])
  })

  it("a request through the gateway, with Sleuth's headers, is one trace with msa's services", async () => {
    const traceId = '463ac35c9f6413ad48485a3953bb6177'
    const headers = {'X-B3-TraceId': traceId, 'X-B3-SpanId': 'a2fb4a1d1a96d312', 'X-B3-Sampled': '1'}
    expect((await lab.get('/order-service/kim/orders', headers)).status).toBe(200)
    await lab.traced(traceId, ['apigateway-service', 'order-service'])
  })

  it('config set --refresh is heard by all, and all acknowledge it', async () => {
    const args = ['config', 'set', 'user-service', 'greeting.message', 'by Spring', '--refresh'] as const
    const {refreshed} = await lab.json<{refreshed: RefreshResult}>(...args)
    const services = refreshed.reloaded.map(({service}) => service)
    expect(services).toEqual(expect.arrayContaining(['config-service', 'apigateway-service', 'user-service']))
    await until('the answer is the new one', async () => (await welcome()) === 'by Spring')
  })
})
