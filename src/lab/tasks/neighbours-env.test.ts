import {describe, expect, it} from 'vitest'
import {catalogue} from '../../stacks/index.js'
import {applicationName, neighboursEnv, ownEnv} from './neighbours-env.js'

const ports: Readonly<Record<string, number>> = {config: 8888, discovery: 8761, zipkin: 9411}
const link = (name: string) => ({host: '127.0.0.1', port: ports[name] ?? 0})
const envOf = (...parts: string[]) => neighboursEnv({self: 'shop', has: name => parts.includes(name), link})

describe('a program is told', () => {
  it('only of what is part of the lab', () => {
    expect(envOf()).toEqual({})
    expect(envOf('config')).toEqual({
      SPRING_CLOUD_CONFIG_URI: 'http://127.0.0.1:8888',
      SPRING_CONFIG_IMPORT: 'optional:configserver:http://127.0.0.1:8888',
    })
  })

  it('never to take its configuration from itself', () => {
    expect(neighboursEnv({self: 'config', has: name => name === 'config', link})).toEqual({})
  })

  it('where discovery is in a way that needs no word of it in its own files', () => {
    const url = 'http://127.0.0.1:8761/eureka'
    const {SPRING_APPLICATION_JSON = ''} = envOf('discovery')
    expect(JSON.parse(SPRING_APPLICATION_JSON)).toEqual({'eureka.client.service-url.defaultZone': url})
  })

  it('its name, where it listens, and as what discovery shall know it', () => {
    expect(ownEnv({name: 'shop', port: 9001, host: '127.0.0.1', listen: '127.0.0.1'})).toEqual({
      ...{SPRING_APPLICATION_NAME: 'shop', SERVER_PORT: '9001', PORT: '9001', SERVER_ADDRESS: '127.0.0.1'},
      ...{EUREKA_INSTANCE_HOSTNAME: '127.0.0.1', EUREKA_INSTANCE_IPADDRESS: '127.0.0.1'},
    })
  })

  it('the name of the component whose place it takes', () => {
    expect(['gateway', 'config', 'user-service', 'shop'].map(name => applicationName(name, catalogue))).toEqual([
      ...['apigateway-service', 'config-service', 'user-service', 'shop'],
    ])
  })

  it('in a container not where it listens', () => {
    expect(ownEnv({name: 'shop', port: 9001, host: 'shop'})).not.toHaveProperty('SERVER_ADDRESS')
  })

  it('an id of its own each time where it takes any free port', () => {
    const {EUREKA_INSTANCE_INSTANCEID} = ownEnv({name: 'shop', port: 0, host: '127.0.0.1'})
    expect(EUREKA_INSTANCE_INSTANCEID).toBe(`127.0.0.1:shop:\${random.value}`)
  })
})
