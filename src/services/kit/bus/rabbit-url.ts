import type {Properties} from '../config/properties.js'

/** `spring.rabbitmq.*` as an AMQP address; `guest` is RabbitMQ's own default, for loopback only. */
export function rabbitUrl(properties: Properties): string {
  const user = encodeURIComponent(properties.text('spring.rabbitmq.username', 'guest'))
  const password = encodeURIComponent(properties.text('spring.rabbitmq.password', 'guest'))
  const host = properties.text('spring.rabbitmq.host', '127.0.0.1')
  const port = properties.number('spring.rabbitmq.port', 5672)
  return `amqp://${user}:${password}@${host}:${port}?heartbeat=10`
}
