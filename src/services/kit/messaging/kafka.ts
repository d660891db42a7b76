import type {Admin, Consumer, IHeaders, Kafka, Producer} from 'kafkajs'
import {reasonOf} from '../../../errors.js'
import {systemClock} from '../../../platform/clock.js'
import type {Log} from '../log.js'
import {type Carrier, messageCarrier} from '../tracing/propagation.js'
import {endSpan, type Tracing} from '../tracing/tracing.js'
import type {IncomingMessage, OutgoingMessage, Subscription} from './messages.js'

const requestTimeoutMs = 5000
const retry = {initialRetryTime: 100, maxRetryTime: 1000, retries: 4}

/** One Kafka client of a service: a producer made on first use, consumers that come back by themselves, spans on both sides. */
export class KafkaClient {
  private producer: Promise<Producer> | undefined
  private kafka: Promise<Kafka> | undefined
  private readonly consumers: Consumer[] = []
  private readonly stopping = new AbortController()
  private readonly known = new Set<string>()

  constructor(
    private readonly options: {
      readonly brokers: readonly string[]
      readonly clientId: string
      readonly tracing: Tracing
      readonly log: Log
    },
  ) {}

  /** Resolves when the broker has them all; rejects when it does not within a few seconds, and then may have some. */
  async send(messages: readonly OutgoingMessage[]): Promise<void> {
    const traced = messages.map(message => ({
      message,
      span: message.headers === undefined && this.begin(message.topic),
    }))
    const finish = (error?: unknown) => {
      for (const {span} of traced) if (span) endSpan(span, error)
    }
    try {
      const producer = await this.connectedProducer(messages.map(message => message.topic))
      await producer.sendBatch({
        acks: -1,
        timeout: requestTimeoutMs,
        topicMessages: traced.map(({message: {topic, key, value, headers}, span}) => ({
          topic,
          messages: [{key, value, headers: {...(span ? span.headers : headers)}}],
        })),
      })
      finish()
    } catch (error) {
      finish(error)
      this.dropProducer()
      throw error
    }
  }

  /** Trace headers for a message that is kept now and sent later. */
  headersForLater(topic: string): Record<string, string> {
    const span = this.begin(topic)
    endSpan(span)
    return span.headers
  }

  /** Reads until `stop`; whatever the broker does in between. */
  subscribe(subscription: Subscription): void {
    void this.keepReading(subscription)
  }

  async stop(): Promise<void> {
    this.stopping.abort()
    await Promise.allSettled(this.consumers.map(consumer => consumer.disconnect()))
    const producer = await this.producer?.catch(() => undefined)
    await producer?.disconnect().catch(() => undefined)
  }

  private async keepReading(subscription: Subscription): Promise<void> {
    const {signal} = this.stopping
    let said = false
    while (!signal.aborted) {
      try {
        const {ended} = await this.read(subscription)
        if (said) this.options.log.info(`reading ${subscription.topic} again`)
        said = false
        await ended
      } catch (error) {
        if (!said) this.options.log.warn(`${subscription.topic} cannot be read: ${reasonOf(error)}`)
        said = true
      }
      await systemClock.sleep(500, signal)
    }
  }

  /** Resolves once it runs; `ended` settles when it runs no more. */
  private async read({
    topic,
    groupId,
    fromBeginning,
    commits,
    onMessage,
  }: Subscription): Promise<{ended: Promise<void>}> {
    const kafka = await this.client()
    await this.ensureTopics([topic])
    const consumer = kafka.consumer({
      groupId,
      // The shortest that the broker allows: a killed member's partitions are given to its successor after this.
      sessionTimeout: 6000,
      heartbeatInterval: 1500,
      rebalanceTimeout: 6000,
      // A fetch is answered as soon as there is something; until then a longer wait is less work for both.
      maxWaitTimeInMs: 500,
      retry: {...retry, restartOnFailure: async () => false},
    })
    this.consumers.push(consumer)
    const forget = () => void this.consumers.splice(this.consumers.indexOf(consumer), 1)
    const ended = new Promise<void>((resolve, reject) => {
      consumer.on(consumer.events.CRASH, ({payload}) => reject(payload.error))
      consumer.on(consumer.events.STOP, () => resolve())
    }).finally(() => {
      forget()
      return consumer.disconnect().catch(() => undefined)
    })
    // Whoever awaits hears of it; until then it must not count as unhandled.
    ended.catch(() => undefined)
    try {
      await consumer.connect()
      await consumer.subscribe({topic, fromBeginning})
      await consumer.run({
        autoCommit: commits,
        autoCommitThreshold: 50,
        autoCommitInterval: 500,
        eachMessage: async ({partition, message}) => {
          const incoming = {
            topic,
            partition,
            offset: message.offset,
            key: message.key?.toString('utf8'),
            value: message.value?.toString('utf8'),
          }
          await this.take(incoming, message.headers, onMessage)
        },
      })
    } catch (error) {
      await consumer.disconnect().catch(() => undefined)
      throw error
    }
    return {ended}
  }

  private async take(
    message: IncomingMessage,
    headers: IHeaders | undefined,
    onMessage: Subscription['onMessage'],
  ): Promise<void> {
    const {tracing} = this.options
    const scope = tracing.receive(
      'consumer',
      `receive ${message.topic}`,
      messageCarrier(headers as Carrier),
      tagsOf(message.topic),
    )
    try {
      await tracing.within(scope, () => onMessage(message))
      endSpan(scope)
    } catch (error) {
      endSpan(scope, error)
      throw error
    }
  }

  private begin(topic: string) {
    return this.options.tracing.send('producer', `send ${topic}`, tagsOf(topic))
  }

  /**
   * After a failure nobody knows which sequence number the broker has seen last. A later batch under a number that it knows would be
   * taken for a repetition and dropped without a word, so the next batch comes from a new producer.
   */
  private dropProducer(): void {
    const failed = this.producer
    this.producer = undefined
    void failed?.then(producer => producer.disconnect()).catch(() => undefined)
  }

  private async connectedProducer(topics: readonly string[]): Promise<Producer> {
    await this.ensureTopics(topics)
    this.producer ??= this.connectProducer()
    return this.producer
  }

  private async connectProducer(): Promise<Producer> {
    const {Partitioners} = await import('kafkajs')
    const kafka = await this.client()
    // Idempotent: the broker drops what a retry sends twice. One request in flight keeps the order.
    const producer = kafka.producer({
      idempotent: true,
      maxInFlightRequests: 1,
      createPartitioner: Partitioners.DefaultPartitioner,
      retry,
    })
    await producer.connect()
    return producer
  }

  /** A topic that is made on first use would fail its first messages until it has a leader. */
  private async ensureTopics(topics: readonly string[]): Promise<void> {
    const missing = [...new Set(topics)].filter(topic => !this.known.has(topic))
    if (missing.length === 0) return
    const admin: Admin = (await this.client()).admin({retry})
    await admin.connect()
    try {
      const there = await admin.listTopics()
      const wanted = missing.filter(topic => !there.includes(topic))
      if (wanted.length > 0) {
        await admin.createTopics({waitForLeaders: true, topics: wanted.map(topic => ({topic, numPartitions: 1}))})
      }
      for (const topic of missing) this.known.add(topic)
    } finally {
      await admin.disconnect()
    }
  }

  private client(): Promise<Kafka> {
    this.kafka ??= import('kafkajs').then(({Kafka, logLevel}) => {
      const {brokers, clientId, log} = this.options
      return new Kafka({
        brokers: [...brokers],
        clientId,
        connectionTimeout: 2000,
        requestTimeout: requestTimeoutMs,
        retry,
        logLevel: logLevel.ERROR,
        logCreator:
          () =>
          ({log: entry}) =>
            log.debug(`kafka: ${entry.message}`),
      })
    })
    return this.kafka
  }
}

function tagsOf(topic: string): Record<string, string> {
  return {'kafka.topic': topic, 'messaging.system': 'kafka'}
}
