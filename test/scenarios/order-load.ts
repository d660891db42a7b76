import type {ServicesLab} from './services-lab.js'
import {pause} from './until.js'

const everyMs = 50

export interface OrderLoad {
  readonly userId: string
  /** Orders that were answered 201. */
  readonly confirmed: readonly string[]
  readonly refused: () => number
  stop(): Promise<void>
}

/** One order each 50 ms through the gateway, whatever the answers are; a refused one is not tried again. */
export function startOrders(lab: ServicesLab, userId: string, productId: string): OrderLoad {
  const confirmed: string[] = []
  const open = new Set<Promise<void>>()
  let refused = 0
  let running = true
  const place = async () => {
    try {
      const answer = await lab.post(`/order-service/${userId}/orders`, {productId, qty: 1, unitPrice: 1})
      if (answer.status === 201) confirmed.push(((await answer.json()) as {orderId: string}).orderId)
      else refused += 1
    } catch {
      refused += 1
    }
  }
  const loop = (async () => {
    while (running) {
      const one: Promise<void> = place().finally(() => open.delete(one))
      open.add(one)
      await pause(everyMs)
    }
  })()
  return {
    ...{userId, confirmed, refused: () => refused},
    async stop() {
      running = false
      await loop
      await Promise.all(open)
    },
  }
}
