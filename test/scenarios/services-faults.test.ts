import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import type {LabStatus} from '../../src/lab/client/status.js'
import {startOrders} from './order-load.js'
import {bootServicesLab, type ServicesLab} from './services-lab.js'
import {pause, until} from './until.js'

const awayMs = 10_000
const productId = 'CATALOG-002'

describe('under a steady load of orders no order is lost and none is counted twice', () => {
  let lab: ServicesLab
  beforeAll(async () => {
    lab = await bootServicesLab({kafka: {}, zipkin: {}, 'order-service': {instances: 2}})
  })
  afterAll(() => lab?.close())

  const ordersOf = async (userId: string) =>
    ((await (await lab.get(`/order-service/${userId}/orders`)).json()) as {orderId: string}[]).map(
      ({orderId}) => orderId,
    )
  const stock = async () => {
    const products = (await (await lab.get('/catalog-service/catalogs')).json()) as {productId: string; stock: number}[]
    return products.find(one => one.productId === productId)?.stock ?? Number.NaN
  }
  const pidOf = async (name: string) =>
    (await lab.json<LabStatus>('status')).components.find(one => one.name === name)?.pid ?? Number.NaN

  /** Orders before, during and after the fault; then all that was confirmed is there once, and the stock fell by exactly that. */
  async function survives(fault: () => Promise<void>) {
    const before = await stock()
    const load = startOrders(lab, `user-${Math.random().toString(36).slice(2)}`, productId)
    await until('orders are taken', () => load.confirmed.length > 10)
    await fault()
    await lab.allReady()
    const confirmedSoFar = load.confirmed.length
    await until('orders are taken again', () => load.confirmed.length > confirmedSoFar + 10, 30_000)
    await load.stop()
    const stored = await ordersOf(load.userId)
    expect(new Set(stored).size, 'no order is there twice').toBe(stored.length)
    expect(
      load.confirmed.filter(id => !stored.includes(id)),
      'no confirmed order is lost',
    ).toEqual([])
    await until(
      'every stored order lowered the stock, once',
      async () => (await stock()) === before - stored.length,
      60_000,
    )
    await lab.allCounted()
    expect(await stock(), 'and none twice').toBe(before - stored.length)
  }

  it.each(['order-service', 'order-service-2', 'catalog-service', 'user-service', 'gateway', 'discovery', 'config'])(
    '%s is killed',
    async name => survives(async () => void process.kill(await pidOf(name), 'SIGKILL')),
  )

  it.each(['rabbitmq', 'kafka', 'mariadb', 'zipkin'])('%s is away for 10 s', async name =>
    survives(async () => {
      expect(await lab.run('stop', name)).toHaveEndedWith(0)
      await pause(awayMs)
      expect(await lab.run('start', name)).toHaveEndedWith(0)
    }),
  )

  it('config does not answer for 10 s', async () =>
    // Stopped by a command, it would take those that depend on it along.
    survives(async () => {
      const pid = await pidOf('config')
      process.kill(pid, 'SIGSTOP')
      await pause(awayMs)
      // It may have been taken for hung, ended and started anew: that is as good.
      if ((await pidOf('config')) === pid) process.kill(pid, 'SIGCONT')
    }))
})
