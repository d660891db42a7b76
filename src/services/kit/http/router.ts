import type {RequestListener} from 'node:http'
import {getRequestListener, type HttpBindings} from '@hono/node-server'
import {type Context, Hono} from 'hono'
import {routePath} from 'hono/route'
import {reasonOf} from '../../../errors.js'
import type {Log} from '../log.js'
import {errorDocument, HttpProblem} from './problem.js'

export type Router = Hono<{Bindings: HttpBindings}>
export type Exchange = Context<{Bindings: HttpBindings}>

/** A router that answers every failure with Spring's error document. */
export function createRouter(log: Log): Router {
  const router: Router = new Hono()
  router.notFound(exchange => answer(exchange, new HttpProblem(404, 'No such path')))
  router.onError((error, exchange) => {
    const problem = error instanceof HttpProblem ? error : new HttpProblem(500, 'The service failed; its log says why')
    if (problem.status >= 500) log.error(`${exchange.req.method} ${exchange.req.path}: ${reasonOf(error)}`)
    return answer(exchange, problem)
  })
  return router
}

export function toListener(router: Router): RequestListener {
  const listener = getRequestListener(router.fetch, {overrideGlobalObjects: false})
  return (request, response) => void listener(request, response)
}

/** The pattern that matched, as Spring writes it: `/users/{userId}`; undefined when no route did. */
export function routeOf(exchange: Exchange): string | undefined {
  const path = routePath(exchange, -1)
  if (path === '/*' || path === '*' || path === '') return undefined
  return path.replace(/:([A-Za-z]+)(\{[^/]*\})?/g, '{$1}')
}

function answer(exchange: Exchange, problem: HttpProblem): Response {
  const body = errorDocument(exchange.req.path, problem)
  return Response.json(body, {status: problem.status, headers: {...problem.options.headers}})
}
