import type {Configuration} from '../config/configuration.js'
import type {PropertyValue} from '../config/properties.js'
import type {Health} from '../health.js'
import {jsonBody} from '../http/body.js'
import {HttpProblem} from '../http/problem.js'
import type {Exchange, Router} from '../http/router.js'
import type {Metrics} from '../metrics/metrics.js'
import {metricDocument} from './metric-document.js'

export interface ActuatorParts {
  readonly name: string
  readonly health: Health
  readonly metrics: Metrics
  readonly configuration: Configuration
  /** Undefined where the service is on no bus. */
  readonly bus: () => BusEndpoint | undefined
  readonly info: () => Readonly<Record<string, unknown>>
}

export interface BusEndpoint {
  refresh(destination: string | undefined): void
  setEnvironment(values: Readonly<Record<string, string>>, destination: string | undefined): void
}

const v3 = 'application/vnd.spring-boot.actuator.v3+json'

/** Spring Boot's actuator, as far as the course and its tools use it. */
export function mountActuator(router: Router, parts: ActuatorParts): void {
  mountHealth(router, parts)
  mountMetrics(router, parts.metrics)
  router.get('/actuator/info', () => reply(parts.info()))
  router.post('/actuator/refresh', async () => reply(await refreshed(parts.configuration)))
  mountBus(router, parts)
  router.get('/actuator', exchange => {
    const base = new URL('/actuator', exchange.req.url).href
    const ids = endpointsOf(router).filter(id => parts.bus() !== undefined || !id.startsWith('bus'))
    const links = ids.map(id => [id, {href: `${base}/${id}`, templated: false}])
    return reply({_links: {self: {href: base, templated: false}, ...Object.fromEntries(links)}})
  })
}

/** What the router serves below `/actuator/`, by first segment; what a service mounts of its own is among it. */
function endpointsOf(router: Router): string[] {
  const ids = router.routes.map(({path}) => /^\/actuator\/([a-z]+)/.exec(path)?.[1])
  return [...new Set(ids.filter(id => id !== undefined))]
}

export function reply(document: unknown, status = 200): Response {
  return Response.json(document, {status, headers: {'content-type': v3}})
}

function mountHealth(router: Router, {health}: ActuatorParts): void {
  router.get('/actuator/health', async () => {
    const report = await health.report()
    return reply(report, report.status === 'UP' ? 200 : 503)
  })
  router.get('/actuator/health/liveness', () => reply({status: 'UP'}))
  router.get('/actuator/health/readiness', () => {
    const readiness = health.readiness()
    return reply(readiness, readiness.status === 'UP' ? 200 : 503)
  })
  router.get('/actuator/health/:component', async exchange => {
    const {components} = await health.report()
    const component = components[exchange.req.param('component')]
    if (component === undefined) throw new HttpProblem(404, 'No such health component')
    return reply(component, component.status === 'UP' ? 200 : 503)
  })
}

function mountMetrics(router: Router, metrics: Metrics): void {
  router.get('/actuator/metrics', () => reply({names: metrics.names}))
  router.get('/actuator/metrics/:name', exchange => {
    const meter = metrics.find(exchange.req.param('name'))
    const document = meter && metricDocument(meter, exchange.req.queries('tag') ?? [])
    if (document === undefined) throw new HttpProblem(404, 'No such metric')
    return reply(document)
  })
  router.get('/actuator/prometheus', async () => {
    const headers = {'content-type': 'text/plain;version=0.0.4;charset=utf-8'}
    return new Response(await metrics.exposition(), {headers})
  })
}

function mountBus(router: Router, {bus}: ActuatorParts): void {
  const member = () => {
    const endpoint = bus()
    if (endpoint === undefined)
      throw new HttpProblem(404, 'This service is on no bus: spring.cloud.bus.enabled is false')
    return endpoint
  }
  router.post('/actuator/busrefresh/:destination?', exchange => {
    refuseForm(exchange)
    member().refresh(exchange.req.param('destination'))
    return new Response(null, {status: 204})
  })
  router.post('/actuator/busenv/:destination?', async exchange => {
    const {name, value} = busEnvironment(await jsonBody(exchange))
    member().setEnvironment({[name]: value}, exchange.req.param('destination'))
    return new Response(null, {status: 204})
  })
  for (const path of ['/actuator/refresh', '/actuator/busrefresh/:destination?', '/actuator/busenv/:destination?']) {
    router.get(path, () => {
      throw new HttpProblem(405, 'Method GET is not supported', {headers: {allow: 'POST'}})
    })
  }
}

/** `curl -d ''` sends a form; Spring refuses it, and so does a browser page's form on another site have no effect. */
function refuseForm(exchange: Exchange): void {
  const type = exchange.req.header('content-type')
  if (type === undefined || /^application\/(json|vnd\.spring-boot\.actuator\.v[23]\+json)\s*(;|$)/i.test(type)) return
  throw new HttpProblem(415, 'Content-Type must be application/json or absent; with curl use: curl -X POST')
}

function busEnvironment(body: unknown): {name: string; value: string} {
  const {name, value} = (typeof body === 'object' && body !== null ? body : {}) as {name?: unknown; value?: unknown}
  if (typeof name === 'string' && name !== '' && isPlain(value)) return {name, value: String(value)}
  throw new HttpProblem(400, 'busenv takes {"name": "some.key", "value": "some value"}')
}

function isPlain(value: unknown): value is PropertyValue {
  return ['string', 'number', 'boolean'].includes(typeof value)
}

async function refreshed(configuration: Configuration): Promise<readonly string[]> {
  try {
    return await configuration.refresh()
  } catch (error) {
    throw new HttpProblem(503, 'The config server cannot be reached; the service goes on with what it has', {
      cause: error,
    })
  }
}
