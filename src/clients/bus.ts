import {connect} from 'amqplib'
import {MsaError, reasonOf} from '../errors.js'

const exchange = 'springCloudBus'
/** What our own services tell beside Spring's acknowledgement: the keys that changed, as JSON. */
const changedKeysHeader = 'x-msa-changed-keys'

/** A message of Spring Cloud Bus, as far as somebody who only listens needs it. */
export interface BusMessage {
  readonly type: string
  readonly id: string
  readonly originService: string
  /** Of an acknowledgement: the event that was taken. */
  readonly ackId: string | undefined
  /** Undefined for members that do not say, such as a Spring Boot service. */
  readonly changed: readonly string[] | undefined
}

export interface BusListener {
  close(): Promise<void>
}

/** Hears everything on the bus from now on. The queue is gone with the connection. */
export async function listenToBus(
  {host, port}: {readonly host: string; readonly port: number},
  onMessage: (message: BusMessage) => void,
): Promise<BusListener> {
  try {
    const connection = await connect(`amqp://guest:guest@${host}:${port}`, {timeout: 5000})
    connection.on('error', () => undefined)
    const channel = await connection.createChannel()
    await channel.assertExchange(exchange, 'topic', {durable: true})
    const {queue} = await channel.assertQueue('', {exclusive: true, autoDelete: true, durable: false})
    await channel.bindQueue(queue, exchange, '#')
    const take = (content: Buffer, headers: Record<string, unknown>) => {
      const message = parseBusMessage(content.toString('utf8'), headers)
      if (message !== undefined) onMessage(message)
    }
    await channel.consume(queue, raw => raw && take(raw.content, raw.properties.headers ?? {}), {noAck: true})
    return {close: () => connection.close().catch(() => undefined)}
  } catch (error) {
    throw new MsaError('E_NOT_REACHABLE', `RabbitMQ cannot be reached at ${host}:${port}: ${reasonOf(error)}`, {
      tryThis: ['Start it: msa up rabbitmq', 'See why it is down: msa logs rabbitmq'],
      cause: error,
    })
  }
}

/** Undefined for what is no event of the bus: a stranger's message on the exchange. */
export function parseBusMessage(content: string, headers: Readonly<Record<string, unknown>>): BusMessage | undefined {
  try {
    const {type, id, originService, ackId} = JSON.parse(content) as Record<string, unknown>
    if (typeof type !== 'string' || typeof id !== 'string' || typeof originService !== 'string') return undefined
    return {
      type,
      id,
      originService,
      ackId: typeof ackId === 'string' ? ackId : undefined,
      changed: changedKeys(headers[changedKeysHeader]),
    }
  } catch {
    return undefined
  }
}

function changedKeys(header: unknown): readonly string[] | undefined {
  const keys: unknown = typeof header === 'string' ? JSON.parse(header) : undefined
  return Array.isArray(keys) ? keys.map(String) : undefined
}
