import {randomUUID} from 'node:crypto'

export interface Order {
  readonly orderId: string
  readonly userId: string
  readonly productId: string
  readonly qty: number
  readonly unitPrice: number
  readonly totalPrice: number
  /** ISO 8601; unknown where a table without the column was filled by somebody else. */
  readonly createdAt?: string
}

export interface OrderRequest {
  readonly productId: string
  readonly qty: number
  readonly unitPrice: number
}

export function placeOrder(userId: string, request: OrderRequest): Order {
  const {productId, qty, unitPrice} = request
  const createdAt = new Date().toISOString()
  return {orderId: randomUUID(), userId, productId, qty, unitPrice, totalPrice: qty * unitPrice, createdAt}
}

/** Where orders are kept. `add` resolves when the order cannot be lost any more, by the store's own measure. */
export interface OrderStore {
  add(order: Order): Promise<void>
  ofUser(userId: string): Promise<Order[]>
}
