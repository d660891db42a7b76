import {Database} from '../kit/database/database.js'
import {up} from '../kit/health.js'
import {healthCheckText} from '../kit/health-check-text.js'
import {KafkaClient} from '../kit/messaging/kafka.js'
import {type IncomingMessage, kafkaBrokers} from '../kit/messaging/messages.js'
import type {Service, ServiceDefinition, ServiceParts} from '../kit/service.js'
import {catalogTables, mariadbCatalog} from './mariadb-catalog.js'
import {memoryCatalog} from './memory-catalog.js'
import {parsePlacedOrder} from './product.js'

/** Products and their stock, which every order lowers once. `catalog.storage` is `mariadb` or `memory`, chosen at the start. */
export const catalog: ServiceDefinition = {
  name: 'catalog-service',
  port: 0,
  usesConfigServer: true,
  usesDiscovery: true,
  usesBus: true,
  properties: {'catalog.storage': 'mariadb', 'order.events-topic': 'order-placed'},
  setup,
}

function setup(service: Service): ServiceParts {
  const {configuration, log, health, bootstrap, tracing} = service
  const {current} = configuration
  const inMemory = current.oneOf('catalog.storage', ['mariadb', 'memory'], 'mariadb') === 'memory'
  const database = new Database(configuration, log, catalogTables)
  const products = inMemory ? memoryCatalog() : mariadbCatalog(database)
  health.add('db', () => (inMemory ? up({database: 'memory'}) : database.health()))
  const brokers = kafkaBrokers(current)
  const kafka = brokers && new KafkaClient({brokers, clientId: bootstrap.name, tracing, log})
  kafka?.subscribe({
    topic: current.text('order.events-topic', 'order-placed'),
    // In memory every process needs every order; in the database one process does it for all.
    groupId: inMemory ? `${bootstrap.name}-${bootstrap.processId}` : bootstrap.name,
    fromBeginning: true,
    commits: !inMemory,
    async onMessage(message: IncomingMessage) {
      const place = `${message.topic}/${message.partition}/${message.offset}`
      const order = parsePlacedOrder(message.value, place)
      if (order === undefined) return log.warn(`${place} is no order and is left out`)
      log.info(`order ${order.id}: ${order.qty} × ${order.productId}: ${await products.take(order)}`)
    },
  })
  return {
    routes(router) {
      router.get('/health_check', exchange => exchange.text(healthCheckText(service)))
      router.get('/catalogs', async exchange => exchange.json(await products.all()))
    },
    async stop() {
      await kafka?.stop()
      await database.stop()
    },
  }
}
