import {type Configuration, perProperties} from '../kit/config/configuration.js'
import type {Properties} from '../kit/config/properties.js'
import {Database} from '../kit/database/database.js'
import {up} from '../kit/health.js'
import {healthCheckText} from '../kit/health-check-text.js'
import {HttpProblem} from '../kit/http/problem.js'
import {KafkaClient} from '../kit/messaging/kafka.js'
import {kafkaBrokers} from '../kit/messaging/messages.js'
import type {Service, ServiceDefinition, ServiceParts} from '../kit/service.js'
import {mariadbOrderStore, ordersOfUser, ordersTable} from './mariadb-order-store.js'
import {memoryOrderStore} from './memory-order-store.js'
import {orderEnvelope, orderPlaced} from './order-messages.js'
import type {Order, OrderStore} from './order-record.js'
import {databaseOutbox, memoryOutbox, outboxTable, putInOutbox, type Send} from './outbox.js'
import {OutboxRelay} from './outbox-relay.js'
import {mountOrders} from './routes.js'

/** `order.storage`: `memory` (each instance its own), `mariadb`, or `kafka` (topic `orders`, written to the table by a sink connector). */
const storages = ['memory', 'mariadb', 'kafka'] as const
type Storage = (typeof storages)[number]

export const order: ServiceDefinition = {
  name: 'order-service',
  port: 0,
  usesConfigServer: true,
  usesDiscovery: true,
  usesBus: true,
  properties: {'order.storage': 'mariadb', 'order.topic': 'orders', 'order.events-topic': 'order-placed'},
  setup,
}

function setup(service: Service): ServiceParts {
  const {configuration, log, health, bootstrap, tracing} = service
  const database = new Database(configuration, log, [ordersTable, outboxTable])
  const brokers = kafkaBrokers(configuration.current)
  const kafka = brokers && new KafkaClient({brokers, clientId: bootstrap.name, tracing, log})
  const pending = memoryOutbox()
  const storage = perProperties(configuration, storageOf, message => log.error(message))
  const inDatabase = databaseOutbox(database)
  const shared = {sendSome: async (send: Send) => storage() !== 'memory' && inDatabase.sendSome(send)}
  const relay = kafka && new OutboxRelay([pending, shared], messages => kafka.send(messages), log)
  relay?.start()
  const stores = makeStores({configuration, database, kafka, pending, relay})
  health.add('db', () => (storage() === 'memory' ? up({database: 'memory'}) : database.health()))
  return {
    routes: router =>
      mountOrders(router, {healthText: () => healthCheckText(service), store: () => stores[storage()], log}),
    info: () => ({order: {storage: storage(), ...topicsOf(configuration)}}),
    async stop() {
      await relay?.stop()
      await kafka?.stop()
      await database.stop()
    },
  }
}

interface StoreParts {
  readonly configuration: Configuration
  readonly database: Database
  readonly kafka: KafkaClient | undefined
  readonly pending: ReturnType<typeof memoryOutbox>
  readonly relay: OutboxRelay | undefined
}

function makeStores({configuration, database, kafka, pending, relay}: StoreParts): Record<Storage, OrderStore> {
  const message = (order: Order) => {
    const topic = configuration.current.text('order.events-topic', 'order-placed')
    return orderPlaced(topic, order, kafka?.headersForLater(topic) ?? {})
  }
  const inMemory = memoryOrderStore(order => {
    if (kafka) pending.put(message(order))
    relay?.poke()
  })
  const inDatabase = mariadbOrderStore(database, async (connection, order) => {
    if (kafka) await putInOutbox(connection, message(order))
  })
  const inKafka: OrderStore = {
    async add(order) {
      if (kafka === undefined)
        throw new HttpProblem(503, 'order.storage is kafka, but spring.kafka.bootstrap-servers is not set')
      const topic = configuration.current.text('order.topic', 'orders')
      await kafka.send([orderEnvelope(topic, order), message(order)]).catch(error => {
        throw new HttpProblem(503, 'Kafka did not take the order', {headers: {'retry-after': '1'}, cause: error})
      })
    },
    ofUser: userId => ordersOfUser(database, userId),
  }
  const poked: OrderStore = {
    add: async order => {
      await inDatabase.add(order)
      relay?.poke()
    },
    ofUser: userId => inDatabase.ofUser(userId),
  }
  return {memory: inMemory, mariadb: poked, kafka: inKafka}
}

function topicsOf({current}: Configuration): Record<string, string> {
  return {
    topic: current.text('order.topic', 'orders'),
    'events-topic': current.text('order.events-topic', 'order-placed'),
  }
}

function storageOf(current: Properties): Storage {
  return current.oneOf('order.storage', storages, 'mariadb')
}
