import type {Breakers} from '../kit/breaker/breakers.js'
import {declareClient, defaultErrorDecoder, type ErrorDecoder, loggerLevels} from '../kit/client/declarative-client.js'
import type {ServiceClient} from '../kit/client/service-client.js'
import {type Configuration, perProperties} from '../kit/config/configuration.js'
import type {Properties} from '../kit/config/properties.js'
import type {HttpAnswer} from '../kit/http/call.js'
import {HttpProblem} from '../kit/http/problem.js'
import type {Log} from '../kit/log.js'

export type FindOrders = (userId: string) => Promise<readonly unknown[]>
type AskOrders = (userId: string, signal?: AbortSignal) => Promise<unknown>

export interface OrdersGatewayParts {
  readonly configuration: Configuration
  readonly http: ServiceClient
  readonly breakers: Breakers
  readonly log: Log
}

const timeoutMs = 5000
export const breakerName = 'order-service'

/**
 * How user-service asks for a user's orders, by configuration and changeable while it runs:
 * `order_service.client: rest-template` takes `order_service.url`, whose host may be an address or a registered name;
 * `feign` is the declarative client, with a logger level and an error decoder. Around either: the circuit breaker, or none.
 */
export function findOrders(parts: OrdersGatewayParts): FindOrders {
  const settings = perProperties(parts.configuration, ordersSettings, message => parts.log.error(message))
  const clients = {'rest-template': restTemplate(parts), feign: feign(parts, settings)}
  return async userId => {
    const {client, usesBreaker} = settings()
    const ask = clients[client]
    if (!usesBreaker) return asList(await ask(userId))
    return parts.breakers.run(
      breakerName,
      async signal => asList(await ask(userId, signal)),
      error => fallback(error, parts.log),
    )
  }
}

type OrdersSettings = ReturnType<typeof ordersSettings>

function ordersSettings(properties: Properties) {
  const level = 'spring.cloud.openfeign.client.config.order-service.logger-level'
  return {
    client: properties.oneOf('order_service.client', ['feign', 'rest-template'], 'feign'),
    usesBreaker: properties.flag('order_service.circuit-breaker.enabled', true),
    loggerLevel: properties.oneOf(level, loggerLevels, 'NONE'),
    decodesErrors: properties.flag('order_service.error-decoder', true),
  }
}

function restTemplate({configuration, http}: OrdersGatewayParts): AskOrders {
  return async (userId, signal) => {
    const template = configuration.current.text('order_service.url', 'http://order-service/%s/orders')
    const answer = await http.call(template.replace('%s', encodeURIComponent(userId)), {
      template: '/{userId}/orders',
      headers: {accept: 'application/json'},
      timeoutMs,
      ...(signal && {signal}),
    })
    if (answer.status >= 400) throw new Error(`order-service answered ${answer.status}`)
    return JSON.parse(answer.text)
  }
}

function feign({configuration, http, log}: OrdersGatewayParts, settings: () => OrdersSettings): AskOrders {
  return (userId, signal) => {
    const path = configuration.current.text('order_service.path', '/{userId}/orders')
    const ask = declareClient(
      {client: 'OrderServiceClient', baseUrl: 'http://order-service', methods: {getOrders: `GET ${path}`}},
      {
        http,
        log,
        level: () => settings().loggerLevel,
        decodeError: settings().decodesErrors ? decodeError(configuration) : defaultErrorDecoder,
        timeoutMs,
      },
    )
    return ask('getOrders', {userId}, signal)
  }
}

/** What order-service says becomes what it means to a caller of user-service. */
function decodeError(configuration: Configuration): ErrorDecoder {
  return (methodKey, answer: HttpAnswer) => {
    if (answer.status === 404 && methodKey.endsWith('getOrders')) {
      const message = configuration.current.text('order_service.exception.order_is_empty', "User's orders are empty")
      return new HttpProblem(404, message)
    }
    return new HttpProblem(answer.status >= 500 ? 502 : answer.status, `order-service answered ${answer.status}`)
  }
}

/** No orders are better than no user. */
function fallback(error: unknown, log: Log): readonly unknown[] {
  log.warn(`orders are left out: ${error instanceof Error ? error.message : String(error)}`)
  return []
}

function asList(orders: unknown): readonly unknown[] {
  return Array.isArray(orders) ? orders : []
}
