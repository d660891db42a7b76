export interface Product {
  readonly productId: string
  readonly productName: string
  readonly stock: number
  readonly unitPrice: number
}

/** What the course's catalogue begins with. */
export const firstProducts: readonly Product[] = [
  {productId: 'CATALOG-001', productName: 'Berlin', stock: 100, unitPrice: 1500},
  {productId: 'CATALOG-002', productName: 'Tokyo', stock: 110, unitPrice: 1000},
  {productId: 'CATALOG-003', productName: 'Stockholm', stock: 120, unitPrice: 2000},
]

export interface PlacedOrder {
  /** What makes the order the same one when its message comes again. */
  readonly id: string
  readonly productId: string
  readonly qty: number
}

export type TakenOrder = 'taken' | 'known already' | 'no such product'

export interface Catalog {
  all(): Promise<Product[]>
  /** Lowers the stock once per order id, whatever happens in between. */
  take(order: PlacedOrder): Promise<TakenOrder>
}

/** The order in a Kafka message; undefined for what is none. A message without an order id is known by its place in the topic. */
export function parsePlacedOrder(value: string | undefined, place: string): PlacedOrder | undefined {
  try {
    const message: unknown = JSON.parse(value ?? '')
    if (typeof message !== 'object' || message === null) return undefined
    const {orderId, productId, qty} = message as Record<string, unknown>
    if (typeof productId !== 'string' || typeof qty !== 'number' || !Number.isInteger(qty) || qty < 0) return undefined
    return {id: typeof orderId === 'string' && orderId !== '' ? orderId.slice(0, 100) : place, productId, qty}
  } catch {
    return undefined
  }
}
