import {randomBytes, randomUUID} from 'node:crypto'
import {type ChannelModel, type ConfirmChannel, type ConsumeMessage, connect} from 'amqplib'
import {reasonOf} from '../../../errors.js'
import {systemClock} from '../../../platform/clock.js'
import type {Carrier} from '../tracing/propagation.js'
import {busExchange} from './bus-event.js'

export interface AmqpLinkOptions {
  readonly url: () => string
  /** `reconnected`: there was a gap, in which messages of others passed unseen. */
  readonly onConnected: (reconnected: boolean) => void
  readonly onMessage: (content: string, headers: Carrier) => void
  readonly say: (message: string) => void
}

interface Outgoing {
  readonly content: string
  readonly headers: Readonly<Record<string, string>>
}

/** Seven services that boot with the lab wait for RabbitMQ last of all; to be refused costs each less than a millisecond. */
const retryAfterMs = 300
const maxWaiting = 1000
/** What waited for RabbitMQ is sent when the other members have found it, too: each has a queue only from then on. */
const othersReturnMs = 1000

/** A link to the bus's exchange that comes back by itself. What is published while it is away is sent when it is back. */
export class AmqpLink {
  private readonly stopping = new AbortController()
  private connection: ChannelModel | undefined
  private channel: ConfirmChannel | undefined
  private waiting: Outgoing[] = []
  private othersAreBack = false
  private connections = 0
  private ended: Promise<void> = Promise.resolve()
  private lastFailure = 'not connected yet'

  constructor(private readonly options: AmqpLinkOptions) {}

  start(): void {
    this.ended = this.keepConnected()
  }

  /** Why the link is down; undefined while it is up. */
  get downBecause(): string | undefined {
    return this.channel === undefined ? this.lastFailure : undefined
  }

  publish(content: string, headers: Readonly<Record<string, string>> = {}): void {
    if (this.waiting.length >= maxWaiting) this.waiting.shift()
    this.waiting.push({content, headers})
    this.sendWaiting()
  }

  async stop(): Promise<void> {
    this.othersAreBack = true
    this.sendWaiting()
    await this.channel?.waitForConfirms().catch(() => undefined)
    this.stopping.abort()
    await this.connection?.close().catch(() => undefined)
    await this.ended
  }

  private async keepConnected(): Promise<void> {
    const {signal} = this.stopping
    while (!signal.aborted) {
      try {
        await this.connectUntilClosed()
      } catch (error) {
        if (this.lastFailure !== reasonOf(error)) this.options.say(`RabbitMQ cannot be reached: ${reasonOf(error)}`)
        this.lastFailure = reasonOf(error)
      }
      this.channel = undefined
      this.connection = undefined
      this.othersAreBack = false
      await systemClock.sleep(retryAfterMs, signal)
    }
  }

  private async connectUntilClosed(): Promise<void> {
    const connection = await connect(this.options.url(), {timeout: 5000, noDelay: true})
    const closed = new Promise<void>(resolve => connection.once('close', () => resolve()))
    connection.on('error', error => {
      this.lastFailure = reasonOf(error)
    })
    this.connection = connection
    try {
      this.channel = await this.openChannel(connection)
    } catch (error) {
      await connection.close().catch(() => undefined)
      throw error
    }
    this.connections += 1
    if (this.connections > 1) this.options.say('RabbitMQ answers again')
    this.options.onConnected(this.connections > 1)
    if (this.waiting.length > 0) await Promise.race([closed, systemClock.sleep(othersReturnMs, this.stopping.signal)])
    this.othersAreBack = true
    this.sendWaiting()
    await closed
    this.lastFailure = 'the connection was closed'
  }

  /** Exchange and queue exactly as Spring declares them: with other arguments the broker would refuse one of the two. */
  private async openChannel(connection: ChannelModel): Promise<ConfirmChannel> {
    const channel = await connection.createConfirmChannel()
    channel.on('error', error => {
      this.lastFailure = reasonOf(error)
    })
    channel.on('close', () => void connection.close().catch(() => undefined))
    await channel.assertExchange(busExchange, 'topic', {durable: true, autoDelete: false, internal: false})
    const queue = `${busExchange}.anonymous.${randomBytes(16).toString('base64url')}`
    await channel.assertQueue(queue, {
      exclusive: true,
      autoDelete: true,
      durable: false,
      arguments: {'x-queue-master-locator': 'client-local'},
    })
    await channel.bindQueue(queue, busExchange, '#')
    await channel.consume(queue, message => this.receive(message), {noAck: true, exclusive: true})
    return channel
  }

  private receive(message: ConsumeMessage | null): void {
    if (message === null) return
    this.options.onMessage(message.content.toString('utf8'), (message.properties.headers ?? {}) as Carrier)
  }

  /** A message leaves the queue when the broker has confirmed it. */
  private sendWaiting(): void {
    const {channel} = this
    if (channel === undefined || !this.othersAreBack) return
    const batch = this.waiting
    this.waiting = []
    for (const outgoing of batch) {
      const options = {
        contentType: 'application/json',
        deliveryMode: 2,
        priority: 0,
        messageId: randomUUID(),
        timestamp: Math.floor(Date.now() / 1000),
        headers: {...outgoing.headers},
      }
      const again = () => {
        this.waiting.push(outgoing)
        // The channel is dead or dying; the next connection sends what waits.
      }
      try {
        channel.publish(busExchange, busExchange, Buffer.from(outgoing.content), options, error => {
          if (error) again()
        })
      } catch {
        again()
      }
    }
  }
}
