import {randomBytes} from 'node:crypto'
import type {ConnectClient} from '../clients/connect.js'
import type {Cluster} from '../clients/kafka-wire/cluster.js'
import {type DatabaseTarget, withDatabase} from '../clients/mariadb.js'
import {healthOf} from '../connectors/connector-health.js'
import {sqlName} from '../databases/place.js'
import {MsaError, reasonOf} from '../errors.js'
import {lastRecords} from '../topics/last-records.js'
import type {Leg} from './flow-leg.js'

export interface FlowPlaces {
  /** `http://127.0.0.1:8000` */
  readonly gateway: string
  readonly zipkin: string
  readonly askCluster: () => Promise<Cluster>
  readonly database: DatabaseTarget
  readonly connect: ConnectClient
}

export interface FlowRequest {
  readonly topic: string
  readonly table: string
  readonly product: string
}

export interface MarkedOrder {
  /** The user of the order: what it is known by everywhere. */
  readonly mark: string
  readonly traceId: string
}

export function markedOrder(): MarkedOrder {
  return {mark: `flow-${randomBytes(5).toString('hex')}`, traceId: randomBytes(16).toString('hex')}
}

/** HTTP → topic → table → trace. */
export function flowLegs(order: MarkedOrder, request: FlowRequest, places: FlowPlaces): Leg[] {
  return [
    httpLeg(order, request, places),
    topicLeg(order, request, places),
    tableLeg(order, request, places),
    traceLeg(order, places),
  ]
}

function httpLeg({mark, traceId}: MarkedOrder, {product}: FlowRequest, {gateway}: FlowPlaces): Leg {
  return {
    name: 'http',
    async look() {
      const url = `${gateway}/order-service/${mark}/orders`
      const headers = {'content-type': 'application/json', b3: `${traceId}-${traceId.slice(16)}-1`}
      const response = await ask(url, {
        method: 'POST',
        headers,
        body: JSON.stringify({productId: product, qty: 1, unitPrice: 1}),
      })
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

const LOOKED_AT = 200

function topicLeg({mark}: MarkedOrder, {topic}: FlowRequest, {askCluster}: FlowPlaces): Leg {
  return {
    name: 'topic',
    async look() {
      const cluster = await askCluster()
      try {
        const records = await lastRecords(cluster, topic, LOOKED_AT)
        const found = records?.find(({value, key}) => value?.includes(mark) || key?.includes(mark))
        return found && `${topic}[${found.partition}]@${found.offset}`
      } finally {
        cluster.close()
      }
    },
    broken: async () => ({
      reason: `the order was taken, and no record of it came to the topic ${topic}`,
      tryThis: ['msa logs order-service --tail 20', `Does it write to that topic? msa topic tail ${topic} --from -5`],
    }),
  }
}

function tableLeg({mark}: MarkedOrder, {table, topic}: FlowRequest, {database, connect}: FlowPlaces): Leg {
  return {
    name: 'table',
    look: () =>
      withDatabase(database, async opened => {
        const rows = await opened.rows(`SELECT * FROM ${sqlName(table)} WHERE user_id = ?`, [mark])
        return rows.length === 0 ? undefined : `${table}: ${rows.length === 1 ? 'the row' : `${rows.length} rows`}`
      }),
    async broken() {
      const sink = await sinkOf(connect, topic)
      return sink === undefined
        ? {
            reason: `no connector writes ${topic} into the database`,
            tryThis: [`msa connector add orders-sink --sink mydb --topics ${topic}`],
          }
        : {
            reason: `the connector ${sink.name} is ${sink.state} and has not written it`,
            tryThis: [`msa connector doctor ${sink.name}`],
          }
    },
  }
}

async function sinkOf(connect: ConnectClient, topic: string) {
  for (const status of await connect.statuses()) {
    const config = status.type === 'sink' ? await connect.config(status.name) : undefined
    if (config?.topics?.split(',').some(name => name.trim() === topic)) return healthOf(status)
  }
  return undefined
}

function traceLeg({traceId}: MarkedOrder, {zipkin}: FlowPlaces): Leg {
  return {
    name: 'trace',
    async look() {
      const response = await ask(`${zipkin}/api/v2/trace/${traceId}`, {})
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

const TIMEOUT_MS = 10_000

async function ask(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, {...init, signal: AbortSignal.timeout(TIMEOUT_MS)})
  } catch (error) {
    const cause = error instanceof Error && error.cause !== undefined ? error.cause : error
    const {host} = new URL(url)
    throw new MsaError('E_NOT_REACHABLE', `nothing answers at ${host}`, {
      details: [reasonOf(cause)],
      tryThis: ['See what runs: msa status', 'msa up'],
      cause,
    })
  }
}
