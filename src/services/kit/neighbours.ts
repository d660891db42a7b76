import type {Bus} from './bus/bus.js'
import {EurekaClient} from './eureka/eureka-client.js'
import {registrationOf} from './eureka/registration.js'
import type {Service} from './foundation.js'
import {down, up} from './health.js'

/** Joins Spring's bus where there is a RabbitMQ and nobody switched it off. */
export async function joinBus(service: Service): Promise<Bus | undefined> {
  const {configuration, bootstrap, health, port, tracing, log} = service
  const wanted = configuration.current.findAny('spring.rabbitmq.host', 'spring.rabbitmq.port')
  if (!wanted || !configuration.current.flag('spring.cloud.bus.enabled', true)) return undefined
  // Loaded only where there is a bus: the AMQP client is a tenth of the start.
  const {Bus} = await import('./bus/bus.js')
  const {rabbitUrl} = await import('./bus/rabbit-url.js')
  const {name, profiles, processId} = bootstrap
  const url = () => rabbitUrl(configuration.current)
  const bus = new Bus({member: {name, profiles, port, processId}, url, configuration, tracing, log})
  health.add('rabbit', () => (bus.downBecause === undefined ? up() : down(bus.downBecause)))
  bus.start()
  return bus
}

/** Registers with discovery and keeps a copy of who else is there. */
export function joinDiscovery(service: Service): EurekaClient | undefined {
  const {configuration, bootstrap, port, instanceId, instances, health, log} = service
  const zone = configuration.current.findAny('eureka.client.service-url.defaultZone')
  const urls = zone === undefined ? bootstrap.eurekaUrls : zone.split(',').map(url => url.trim().replace(/\/+$/, ''))
  if (urls.length === 0 || !configuration.current.flag('eureka.client.enabled', true)) return undefined
  const {current} = configuration
  const renewalIntervalSecs = current.number('eureka.instance.lease-renewal-interval-in-seconds', 5)
  const facts = {
    app: bootstrap.name,
    instanceId,
    host: bootstrap.host,
    port,
    startedAtMs: Date.now(),
    renewalIntervalSecs,
    durationSecs: current.number('eureka.instance.lease-expiration-duration-in-seconds', 15),
    metadata: {},
  }
  const registers = current.flag('eureka.client.register-with-eureka', true)
  const registration = registers ? () => registrationOf(facts) : undefined
  const client = new EurekaClient({
    urls,
    app: bootstrap.name,
    instanceId,
    registration,
    renewalIntervalMs: renewalIntervalSecs * 1000,
    fetchIntervalMs: current.number('eureka.client.registry-fetch-interval-seconds', 1) * 1000,
    instances,
    say: message => log.warn(message),
  })
  let known = false
  health.add('discovery', () => {
    known ||= client.registered
    if (client.registered) return up({services: instances.services})
    // Before its first registration nobody finds this service; later it serves on with what everybody remembers.
    return {status: known || registration === undefined ? 'UNKNOWN' : 'OUT_OF_SERVICE'}
  })
  client.start()
  return client
}
