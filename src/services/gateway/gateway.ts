import {reply} from '../kit/actuator/actuator.js'
import {perProperties} from '../kit/config/configuration.js'
import type {Properties} from '../kit/config/properties.js'
import type {Router} from '../kit/http/router.js'
import type {Service, ServiceDefinition, ServiceParts} from '../kit/service.js'
import {configuredRoutes, gatewayPrefixes} from './configured-routes.js'
import {Deadlines} from './deadlines.js'
import type {GatewayParts} from './gateway-parts.js'
import {HopObserver} from './hop-observer.js'
import {createAgentForTargets, passOn} from './proxy.js'
import type {Route} from './route.js'
import {RouteTable} from './route-table.js'
import {passUpgrade} from './upgrade.js'

/** The one door of the lab: `/user-service/**` goes to an instance of user-service, prefix stripped. */
export const gateway: ServiceDefinition = {
  name: 'apigateway-service',
  port: 8000,
  usesConfigServer: true,
  usesDiscovery: true,
  usesBus: true,
  // Bodies pass through and are never held, however long they are and take.
  maxBodyBytes: Number.POSITIVE_INFINITY,
  requestTimeoutMs: 0,
  maxConnections: 4096,
  setup,
}

function setup(service: Service): ServiceParts {
  const {configuration, instances, hops, metrics, log, bootstrap} = service
  const derived = <T>(derive: (properties: Properties) => T) =>
    perProperties(configuration, derive, message => log.error(message))
  const table = new RouteTable(instances, derived(usesDiscovery))
  const configure = () => {
    const {routes, refused} = configuredRoutes(configuration.current)
    for (const reason of refused) log.error(`left out: ${reason}`)
    table.configure(routes)
  }
  configure()
  configuration.onChange(configure)
  const settings = derived(gatewaySettings)
  const parts: GatewayParts = {
    table,
    instances,
    observer: new HopObserver(hops, metrics, log, () => settings().logsRequests),
    settings,
    agent: createAgentForTargets(),
    deadlines: new Deadlines(),
  }
  return {
    before: (request, response) => passOn(parts, request, response),
    onUpgrade: passUpgrade(parts, bootstrap.allowedHosts),
    routes: router => mountRoutes(router, table),
    async stop() {
      parts.deadlines.stop()
      parts.agent.destroy()
    },
  }
}

function usesDiscovery(properties: Properties): boolean {
  return gatewayPrefixes.every(prefix => properties.flag(`${prefix}.discovery.locator.enabled`, true))
}

function gatewaySettings(properties: Properties) {
  const [old, current] = gatewayPrefixes.map(prefix => `${prefix}.httpclient.response-timeout`)
  return {
    responseTimeoutMs: properties.durationMs(current ?? '', properties.durationMs(old ?? '', 30_000)),
    logsRequests: properties.flag('gateway.log-requests', true),
  }
}

const endpoints = ['/actuator/gateway/routes', '/actuator/gateway/routes/{id}']

/** In the form of Spring Cloud Gateway's actuator. */
function mountRoutes(router: Router, table: RouteTable): void {
  router.get('/actuator/gateway', () => reply(endpoints.map(href => ({href, methods: ['GET']}))))
  router.get('/actuator/gateway/routes', () => reply(table.all.map(describe)))
  router.get('/actuator/gateway/routes/:id', exchange => {
    const route = table.all.find(one => one.id === exchange.req.param('id'))
    return route === undefined ? reply({}, 404) : reply(describe(route))
  })
}

function describe({id, uri, patterns, filters}: Route): Record<string, unknown> {
  return {
    predicate: `Paths: [${patterns.join(', ')}], match trailing slash: true`,
    route_id: id,
    filters: filters.map((filter, index) => `[[${filter.replace('=', ' parts = ')}], order = ${index + 1}]`),
    uri,
    order: 0,
  }
}
