import {mountBreakers} from '../kit/actuator/breaker-endpoints.js'
import {Breakers} from '../kit/breaker/breakers.js'
import {ServiceClient} from '../kit/client/service-client.js'
import {perProperties} from '../kit/config/configuration.js'
import {Database} from '../kit/database/database.js'
import {up} from '../kit/health.js'
import {healthCheckText} from '../kit/health-check-text.js'
import type {ServiceDefinition} from '../kit/service.js'
import {mariadbUserStore, usersTable} from './mariadb-user-store.js'
import {breakerName, findOrders} from './orders-gateway.js'
import {mountUsers} from './routes.js'
import {memoryUserStore} from './user-store.js'

/** Users in `mydb.users`, each with the orders that order-service knows. */
export const user: ServiceDefinition = {
  name: 'user-service',
  port: 0,
  usesConfigServer: true,
  usesDiscovery: true,
  usesBus: true,
  properties: {'user.storage': 'mariadb'},
  setup(service) {
    const {configuration, health, instances, log, metrics, tracing} = service
    const database = new Database(configuration, log, [usersTable])
    const [inDatabase, inMemory] = [mariadbUserStore(database), memoryUserStore()]
    const usesDatabase = perProperties(
      configuration,
      current => current.oneOf('user.storage', ['mariadb', 'memory'], 'mariadb') === 'mariadb',
      message => log.error(message),
    )
    const http = new ServiceClient(instances, tracing, metrics)
    const breakers = new Breakers(configuration, metrics, log)
    // Made now, so that its state can be seen before the first call.
    breakers.get(breakerName)
    health.add('db', () => (usesDatabase() ? database.health() : up({database: 'memory'})))
    return {
      routes(router) {
        mountBreakers(router, breakers)
        mountUsers(router, {
          configuration,
          metrics,
          log,
          healthText: () => healthCheckText(service),
          users: () => (usesDatabase() ? inDatabase : inMemory),
          findOrders: findOrders({configuration, http, breakers, log}),
        })
      },
      async stop() {
        http.stop()
        await database.stop()
      },
    }
  },
}
