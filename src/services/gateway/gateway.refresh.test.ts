import {expect, it} from 'vitest'
import {ask, backend, echo, serve} from '../kit/loopback.fixture.js'
import {gateway} from './gateway.js'

it.each([
  ['spring.cloud.gateway.httpclient.response-timeout', 'soon'],
  ['spring.cloud.gateway.discovery.locator.enabled', 'perhaps'],
  ['gateway.log-requests', 'perhaps'],
  ['management.tracing.enabled', 'perhaps'],
])('a refresh that brings %s: %s leaves the gateway at work, as it was set before', async (key, wrong) => {
  const source: Record<string, string> = {}
  const {port: config} = await backend((_request, response) => {
    response.end(JSON.stringify({propertySources: [{name: 'own', source}]}))
  })
  const {port: shop} = await backend(echo('shop'))
  const {port} = await serve(gateway, {
    SPRING_CLOUD_CONFIG_URI: `http://127.0.0.1:${config}`,
    SPRING_CLOUD_GATEWAY_ROUTES_0_URI: `http://127.0.0.1:${shop}`,
    SPRING_CLOUD_GATEWAY_ROUTES_0_PREDICATES_0: 'Path=/shop/**',
  })
  source[key] = wrong
  expect(JSON.parse((await ask(port, 'POST', '/actuator/refresh')).text)).toEqual([key])
  const statusOf = async (path: string) => (await ask(port, 'GET', path)).status
  expect(await statusOf('/shop/1')).toBe(200)
  expect(await statusOf('/nobody/1')).toBe(503)
  expect(await statusOf('/actuator/gateway/routes')).toBe(200)
})
