import {describe, expect, it} from 'vitest'
import {catalogService} from './catalog-service.js'
import type {Component} from './component.js'
import {config} from './config.js'
import {discovery} from './discovery.js'
import {gateway} from './gateway.js'
import {orderService} from './order-service.js'
import {springVariable} from './spring-service.js'
import {userService} from './user-service.js'
import {context, everybody, password} from './workload-context.fixture.js'

const six: readonly Component[] = [config, discovery, gateway, userService, orderService, catalogService]

describe('the services in a lab', () => {
  it.each(six.map(one => [one.name, one] as const))(
    '%s knows its neighbours, and works without any of them',
    (_name, one) => {
      const {env = {}} = one.workload(context(everybody))
      expect(env).toMatchObject({SPRING_CLOUD_CONFIG_URI: 'http://127.0.0.1:1000', SPRING_RABBITMQ_PORT: '1005'})
      expect(env.EUREKA_CLIENT_SERVICEURL_DEFAULTZONE).toBe('http://127.0.0.1:1001/eureka')
      expect(env.MANAGEMENT_ZIPKIN_TRACING_ENDPOINT).toBe('http://127.0.0.1:1006/api/v2/spans')
      const alone = one.workload(context([]))
      expect(
        Object.keys(alone.env ?? {}).filter(key => /CONFIG_URI|EUREKA|RABBIT|ZIPKIN|KAFKA|DATASOURCE_URL/.test(key)),
      ).toEqual([])
    },
  )

  it.each(six.map(one => [one.name, one] as const))(
    '%s has no secret in its arguments or environment (T12, T13)',
    (_name, one) => {
      const {args, env, files} = one.workload(context(everybody))
      expect(JSON.stringify({args, env})).not.toContain(password)
      for (const {mode} of files ?? []) expect(mode ?? 0o600).toBe(0o600)
    },
  )

  it('only the config server knows where the key is', () => {
    const knowing = six.filter(one =>
      JSON.stringify(one.workload(context(everybody))).includes('/lab/secrets/encrypt.key'),
    )
    expect(knowing.map(({name}) => name)).toEqual(['config'])
  })

  it('without a database they keep what they have in memory', () => {
    const storages = [userService, orderService, catalogService].map(one => one.workload(context(['config'])).env)
    expect(storages).toMatchObject([{USER_STORAGE: 'memory'}, {ORDER_STORAGE: 'memory'}, {CATALOG_STORAGE: 'memory'}])
    expect(userService.workload(context(everybody)).env).not.toHaveProperty('USER_STORAGE')
  })

  it('settings of the lab file reach them as Spring takes them, and win', () => {
    const settings = {'spring.cloud.config.server.git.uri': 'file:///repo', 'server.port': '1'}
    const {env} = config.workload(context(everybody, {settings}))
    expect(env).toMatchObject({SPRING_CLOUD_CONFIG_SERVER_GIT_URI: 'file:///repo', SERVER_PORT: '1'})
  })

  it('memory of the lab file bounds the heap', () => {
    expect(gateway.workload(context([], {memoryMiB: 100})).args).toContain('--max-old-space-size=50')
    expect(gateway.workload(context([], {memoryMiB: 10})).args).toContain('--max-old-space-size=24')
  })
})

it.each([
  ['spring.cloud.config.server.git.default-label', 'SPRING_CLOUD_CONFIG_SERVER_GIT_DEFAULTLABEL'],
  ['a.b[0].c', 'A_B_0_C'],
  ['a.b[0]', 'A_B_0'],
])('%s is %s', (key, variable) => expect(springVariable(key)).toBe(variable))
