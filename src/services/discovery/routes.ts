import {gzipSync} from 'node:zlib'
import {textBody} from '../kit/http/body.js'
import {HttpProblem} from '../kit/http/problem.js'
import type {Exchange, Router} from '../kit/http/router.js'
import {parseInstanceBody, statusOf, toInstance} from './posted-instance.js'
import type {Registry} from './registry.js'
import {jsonRendering, type Rendering, xmlRendering} from './render.js'

/** Eureka's REST as its clients use it, below `/eureka`. `epoch` is one life of this server's memory. */
export function mountEureka(router: Router, registry: Registry, epoch: string): void {
  mountReading(router, registry, epoch)
  mountWriting(router, registry)
}

const maxWaitMs = 30_000

function mountReading(router: Router, registry: Registry, epoch: string): void {
  const versioned = () => ({'x-registry-version': String(registry.version), 'x-registry-epoch': epoch})
  for (const path of ['/eureka/apps', '/eureka/apps/']) {
    router.get(path, exchange => {
      const {version, hashCode} = {version: '1', hashCode: registry.hashCode}
      return answer(exchange, one => one.applications({version, hashCode, instances: registry.all()}), versioned())
    })
  }
  router.get('/eureka/apps/delta', async exchange => {
    const known = wholeQuery(exchange, 'version')
    const waitMs = Math.min(wholeQuery(exchange, 'waitMs') ?? 0, maxWaitMs)
    if (waitMs > 0 && known === registry.version) await registry.nextChange(waitMs, exchange.req.raw.signal)
    const instances = registry.changedSince(known)
    const [version, hashCode] = [String(registry.version), registry.hashCode]
    return answer(exchange, one => one.applications({version, hashCode, instances}), versioned())
  })
  router.get('/eureka/apps/:app', exchange => {
    const name = exchange.req.param('app').toUpperCase()
    const instances = registry.all().filter(instance => instance.app === name)
    if (instances.length === 0) throw new HttpProblem(404, 'No such application')
    return answer(exchange, one => one.application(name, instances))
  })
  router.get('/eureka/apps/:app/:id', exchange => {
    const instance = registry.find(exchange.req.param('app'), exchange.req.param('id'))
    if (instance === undefined) throw new HttpProblem(404, 'No such instance')
    return answer(exchange, one => one.instance(instance))
  })
  router.get('/eureka/instances/:id', exchange => {
    const instance = registry.findById(exchange.req.param('id'))
    if (instance === undefined) throw new HttpProblem(404, 'No such instance')
    return answer(exchange, one => one.instance(instance))
  })
  for (const [path, field] of [
    ['/eureka/vips/:vip', 'vipAddress'],
    ['/eureka/svips/:vip', 'secureVipAddress'],
  ] as const) {
    router.get(path, exchange => {
      const instances = registry.all().filter(instance => instance[field] === exchange.req.param('vip'))
      return answer(exchange, one => one.applications({version: '-1', hashCode: registry.hashCode, instances}))
    })
  }
}

function mountWriting(router: Router, registry: Registry): void {
  router.post('/eureka/apps/:app', async exchange => {
    const posted = parseInstanceBody(await textBody(exchange), exchange.req.header('content-type') ?? '')
    if (posted === undefined) return Response.json({error: 'cannot parse request body'}, {status: 400})
    const result = toInstance(posted, exchange.req.param('app').toUpperCase())
    if (!result.ok) return new Response(result.problem, {status: 400, headers: {'content-type': 'application/xml'}})
    registry.register(result.instance)
    return new Response(null, {status: 204})
  })
  router.put('/eureka/apps/:app/:id', exchange => {
    const renewal = registry.renew(
      exchange.req.param('app'),
      exchange.req.param('id'),
      wholeQuery(exchange, 'lastDirtyTimestamp'),
    )
    return new Response(null, {status: renewal === 'renewed' ? 200 : 404})
  })
  router.delete('/eureka/apps/:app/:id', exchange =>
    done(registry.cancel(exchange.req.param('app'), exchange.req.param('id'))),
  )
  router.put('/eureka/apps/:app/:id/status', exchange => {
    const value = exchange.req.query('value')
    if (value === undefined) throw new HttpProblem(500, 'No value: say ?value=OUT_OF_SERVICE')
    const status = statusOf(value, 'UNKNOWN')
    return done(registry.setStatus(exchange.req.param('app'), exchange.req.param('id'), status, status))
  })
  router.delete('/eureka/apps/:app/:id/status', exchange => {
    const status = statusOf(exchange.req.query('value') ?? '', 'UNKNOWN')
    return done(registry.setStatus(exchange.req.param('app'), exchange.req.param('id'), status, undefined))
  })
  router.put('/eureka/apps/:app/:id/metadata', exchange =>
    done(registry.addMetadata(exchange.req.param('app'), exchange.req.param('id'), exchange.req.query())),
  )
}

/** Unknown instances are answered without a body, as the real server does. */
function done(found: boolean): Response {
  return new Response(null, {status: found ? 200 : 404})
}

/** JSON when the first acceptable type is JSON, else XML; compressed when asked. */
function answer(
  exchange: Exchange,
  render: (rendering: Rendering) => string,
  headers: Record<string, string> = {},
): Response {
  const first = (exchange.req.header('accept') ?? '*/*').split(',', 1)[0] ?? ''
  const json = /application\/([\w.-]+\+)?json/i.test(first)
  const compact = exchange.req.header('x-eureka-accept')?.toLowerCase() === 'compact'
  const text = render(json ? jsonRendering(compact) : xmlRendering)
  const type = {'content-type': json ? 'application/json' : 'application/xml', ...headers}
  if (!/\bgzip\b/i.test(exchange.req.header('accept-encoding') ?? '')) return new Response(text, {headers: type})
  return new Response(new Uint8Array(gzipSync(text)), {headers: {...type, 'content-encoding': 'gzip'}})
}

function wholeQuery(exchange: Exchange, name: string): number | undefined {
  const value = Number(exchange.req.query(name) || Number.NaN)
  return Number.isInteger(value) && value >= 0 ? value : undefined
}
