import {performance} from 'node:perf_hooks'
import type {Configuration} from '../kit/config/configuration.js'
import {jsonBody} from '../kit/http/body.js'
import {outcomeOf} from '../kit/http/observe.js'
import {HttpProblem} from '../kit/http/problem.js'
import type {Router} from '../kit/http/router.js'
import type {Log} from '../kit/log.js'
import type {Metrics} from '../kit/metrics/metrics.js'
import {checkBody, optionalEmail, text} from '../kit/validation.js'
import {hashPassword, newUserId} from './credentials.js'
import type {FindOrders} from './orders-gateway.js'
import type {UserStore} from './user-store.js'

export interface UserRoutes {
  readonly configuration: Configuration
  readonly metrics: Metrics
  readonly log: Log
  readonly healthText: () => string
  readonly users: () => UserStore
  readonly findOrders: FindOrders
}

const rules = {name: text(2, 20), pwd: text(8, 72), email: optionalEmail()}

export function mountUsers(
  router: Router,
  {configuration, metrics, log, healthText, users, findOrders}: UserRoutes,
): void {
  const status = timed(metrics, 'users.status', 'Calls of the health check', '/health_check')
  const welcome = timed(metrics, 'users.welcome', 'Calls of the welcome page', '/welcome')
  router.get('/health_check', exchange => exchange.text(status(healthText)))
  router.get('/welcome', exchange =>
    exchange.text(welcome(() => configuration.current.text('greeting.message', 'Welcome to the lab'))),
  )
  router.post('/users', async exchange => {
    const {name, pwd} = checkBody(await jsonBody(exchange), rules)
    const user = {userId: newUserId(), name}
    await users().add({...user, passwordHash: await hashPassword(pwd)})
    log.info(`user ${user.userId} added`)
    return exchange.json(user, 201)
  })
  router.get('/users', async exchange => exchange.json(await users().all()))
  router.get('/users/:userId', async exchange => {
    const user = await users().find(exchange.req.param('userId'))
    if (user === undefined) throw new HttpProblem(404, 'User not found')
    log.info(`user ${user.userId} is read with the orders`)
    return exchange.json({...user, orders: await findOrders(user.userId)})
  })
}

/** As `@Timed` on a controller's method: labels of the request that was served. */
function timed(metrics: Metrics, name: string, help: string, uri: string): (work: () => string) => string {
  const timer = metrics.timer(name, help)
  return work => {
    const started = performance.now()
    const answer = work()
    const labels = {exception: 'none', method: 'GET', outcome: outcomeOf(200), status: '200', uri}
    timer.record(labels, (performance.now() - started) / 1000)
    return answer
  }
}
