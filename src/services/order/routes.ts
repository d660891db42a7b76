import {jsonBody} from '../kit/http/body.js'
import {HttpProblem} from '../kit/http/problem.js'
import type {Router} from '../kit/http/router.js'
import type {Log} from '../kit/log.js'
import {checkBody, integer, text} from '../kit/validation.js'
import {type OrderStore, placeOrder} from './order-record.js'

export interface OrderRoutes {
  readonly healthText: () => string
  readonly store: () => OrderStore
  readonly log: Log
}

const rules = {productId: text(1, 20), qty: integer(1, 1_000_000), unitPrice: integer(0, 2_000_000)}
const maxTotal = 2_147_483_647

export function mountOrders(router: Router, {healthText, store, log}: OrderRoutes): void {
  router.get('/health_check', exchange => exchange.text(healthText()))
  router.post('/:userId/orders', async exchange => {
    const request = checkBody(await jsonBody(exchange), rules)
    if (request.qty * request.unitPrice > maxTotal) {
      const errors = [{field: 'qty', message: `qty × unitPrice must be less than or equal to ${maxTotal}`}]
      throw new HttpProblem(400, 'Validation failed with 1 error', {errors})
    }
    const order = placeOrder(userIdOf(exchange.req.param('userId')), request)
    await store().add(order)
    log.info(`order ${order.orderId}: ${order.qty} × ${order.productId} for ${order.userId}`)
    return exchange.json(order, 201)
  })
  router.get('/:userId/orders', async exchange => {
    const userId = userIdOf(exchange.req.param('userId'))
    const orders = await store().ofUser(userId)
    log.info(`${orders.length} orders of ${userId} are read`)
    return exchange.json(orders)
  })
}

/** As wide as its column. */
function userIdOf(text: string): string {
  if (text.length <= 50) return text
  throw new HttpProblem(400, 'a user id has at most 50 characters')
}
