import type {Order, OrderStore} from './order-record.js'

/** Every instance has its own: with two of them the gateway shows first one half of the orders, then the other. */
export function memoryOrderStore(also: (order: Order) => void): OrderStore {
  const orders: Order[] = []
  return {
    async add(order) {
      orders.push(order)
      also(order)
    },
    ofUser: async userId => orders.filter(order => order.userId === userId),
  }
}
