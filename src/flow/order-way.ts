import {askHttp} from './ask-http.js'

/** Which way the orders of the running order-service take. */
export interface OrderWay {
  readonly topic: string
  /** Who writes the table: a sink connector out of the topic, order-service itself, or nobody. */
  readonly writtenBy: 'sink' | 'service' | 'nobody'
}

/** What order-service tells about itself at `/actuator/info`. */
export interface OrderInfo {
  readonly storage?: string
  readonly topic?: string
  readonly 'events-topic'?: string
}

/**
 * With `order.storage=kafka` the order itself goes to Kafka, for a sink; otherwise the service keeps it and tells others by an event. A service of
 * another kind tells nothing of the sort: then it is taken for one of the course's, which writes to Kafka.
 */
export function orderWay({storage = 'kafka', topic, 'events-topic': events}: OrderInfo): OrderWay {
  if (storage === 'kafka') return {topic: topic ?? 'orders', writtenBy: 'sink'}
  return {topic: events ?? 'order-placed', writtenBy: storage === 'memory' ? 'nobody' : 'service'}
}

/** Asked by way of the gateway, as the order will go. What cannot be asked is left to the first leg, which says why. */
export async function askOrderInfo(gateway: string): Promise<OrderInfo> {
  try {
    const response = await askHttp(`${gateway}/order-service/actuator/info`)
    const {order} = (await response.json()) as {readonly order?: OrderInfo}
    return order ?? {}
  } catch {
    return {}
  }
}
