import type {OutgoingMessage} from '../kit/messaging/messages.js'
import type {Order} from './order-record.js'

/** What catalog-service reads: the order as plain JSON, keyed by product so that one product's orders stay in order. */
export function orderPlaced(topic: string, order: Order, headers: Readonly<Record<string, string>>): OutgoingMessage {
  const {orderId, userId, productId, qty, unitPrice, totalPrice} = order
  return {
    topic,
    key: productId,
    value: JSON.stringify({productId, qty, unitPrice, totalPrice, orderId, userId}),
    headers,
  }
}

const fields = [
  {type: 'string', optional: true, field: 'order_id'},
  {type: 'string', optional: true, field: 'user_id'},
  {type: 'string', optional: true, field: 'product_id'},
  {type: 'int32', optional: true, field: 'qty'},
  {type: 'int32', optional: true, field: 'unit_price'},
  {type: 'int32', optional: true, field: 'total_price'},
]

/** Kafka Connect's envelope: the sink connector writes `payload` into the table, guided by `schema`. */
export function orderEnvelope(topic: string, order: Order): OutgoingMessage {
  const payload = {
    order_id: order.orderId,
    user_id: order.userId,
    product_id: order.productId,
    qty: order.qty,
    unit_price: order.unitPrice,
    total_price: order.totalPrice,
  }
  const schema = {type: 'struct', fields, optional: false, name: 'orders'}
  return {topic, key: null, value: JSON.stringify({schema, payload})}
}
