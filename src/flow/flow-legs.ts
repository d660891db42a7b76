import {randomBytes} from 'node:crypto'
import {MsaError} from '../errors.js'
import {curlLine} from '../platform/curl.js'
import {askHttp} from './ask-http.js'
import {findRecord} from './find-marked.js'
import type {Leg} from './flow-leg.js'
import type {FlowPlaces} from './flow-places.js'
import type {OrderWay} from './order-way.js'
import {serviceTableLeg, sinkTableLeg} from './table-leg.js'

export interface FlowRequest {
  readonly topic: string | undefined
  readonly table: string | undefined
  readonly product: string
}

export interface MarkedOrder {
  /** The user of the order: what it is known by everywhere. */
  readonly mark: string
  readonly traceId: string
}

export function newMark(): string {
  return `flow-${randomBytes(5).toString('hex')}`
}

export function newTraceId(): string {
  return randomBytes(16).toString('hex')
}

/** HTTP → topic → table → trace. */
export function flowLegs(order: MarkedOrder, request: FlowRequest, way: OrderWay, places: FlowPlaces): Leg[] {
  const topic = request.topic ?? way.topic
  return [
    httpLeg(order, request, places),
    topicLeg(order, topic, way, places),
    tableLeg(order, {topic, table: request.table}, way, places),
    traceLeg(order, places),
  ]
}

export interface OrderRequest {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

export function orderRequest({mark, traceId}: MarkedOrder, product: string, gateway: string): OrderRequest {
  return {
    url: `${gateway}/order-service/${mark}/orders`,
    headers: {'content-type': 'application/json', b3: `${traceId}-${traceId.slice(16)}-1`},
    body: JSON.stringify({productId: product, qty: 1, unitPrice: 1}),
  }
}

/** The order as a curl command. */
export function orderByHand(order: OrderRequest): string {
  return curlLine({method: 'POST', ...order})
}

function httpLeg(order: MarkedOrder, {product}: FlowRequest, {gateway}: FlowPlaces): Leg {
  return {
    name: 'http',
    async look() {
      const {url, ...asked} = orderRequest(order, product, gateway)
      const response = await askHttp(url, {method: 'POST', ...asked})
      if (response.ok) return `${response.status} POST ${url}`
      throw new MsaError('E_FAILED', `HTTP ${response.status} to POST ${url}`, {
        details: [(await response.text()).slice(0, 300)],
        tryThis: [
          'msa logs gateway order-service --tail 20',
          'Is it registered? msa wait order-service --for registered',
        ],
      })
    },
    broken: async () => ({reason: 'no answer', tryThis: ['msa status gateway order-service']}),
  }
}

function topicLeg({mark}: MarkedOrder, topic: string, way: OrderWay, {askCluster}: FlowPlaces): Leg {
  return {
    name: 'topic',
    look: () => findRecord(askCluster, topic, mark),
    broken: async () =>
      topic === way.topic
        ? {
            reason: `the order was taken, and no record of it came to the topic ${topic}`,
            tryThis: ['msa logs order-service --tail 20', 'msa status kafka'],
          }
        : {
            reason: `the order was taken, and no record of it came to the topic ${topic}: order-service writes to ${way.topic}`,
            tryThis: [`msa check flow --topic ${way.topic}`],
          },
  }
}

function tableLeg(
  {mark}: MarkedOrder,
  {topic, table}: {readonly topic: string; readonly table: string | undefined},
  {writtenBy}: OrderWay,
  places: FlowPlaces,
): Leg {
  const row = {mark, column: 'user_id', table}
  if (writtenBy === 'sink') {
    const add = `msa connector add orders-sink --sink mydb --topics ${topic}`
    return sinkTableLeg(row, topic, places, add)
  }
  if (writtenBy === 'service') return serviceTableLeg({...row, table: table ?? 'orders'}, places)
  return {
    name: 'table',
    async look() {
      throw new MsaError(
        'E_FAILED',
        'order.storage is memory: an order is in no table, only in the instance that took it',
        {
          tryThis: [
            'msa config set order-service order.storage mariadb --refresh',
            'Or by way of Kafka and a sink connector: msa config set order-service order.storage kafka --refresh',
          ],
        },
      )
    },
    broken: async () => ({reason: 'not looked for', tryThis: ['msa config get order-service order.storage']}),
  }
}

function traceLeg({traceId}: MarkedOrder, {askZipkin}: FlowPlaces): Leg {
  return {
    name: 'trace',
    async look() {
      const response = await askHttp(`${await askZipkin()}/api/v2/trace/${traceId}`)
      if (response.status === 404) return undefined
      const spans = (await response.json()) as readonly {readonly localEndpoint?: {readonly serviceName?: string}}[]
      const services = [...new Set(spans.flatMap(({localEndpoint}) => localEndpoint?.serviceName ?? []))]
      return spans.length === 0 ? undefined : `${traceId}: ${spans.length} spans of ${services.join(', ')}`
    },
    broken: async () => ({
      reason: `Zipkin has no trace ${traceId}`,
      tryThis: ['msa status zipkin', 'Are traces sampled? msa config get order-service/default'],
    }),
  }
}
