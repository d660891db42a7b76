import {describe, expect, it} from 'vitest'
import {memoryCatalog} from './memory-catalog.js'
import {parsePlacedOrder} from './product.js'

const stockOf = async (catalog: ReturnType<typeof memoryCatalog>) => (await catalog.all())[0]?.stock

describe('the stock', () => {
  it('falls once for an order, however often its message comes', async () => {
    const catalog = memoryCatalog()
    const order = {id: 'o1', productId: 'CATALOG-001', qty: 3}
    expect([await catalog.take(order), await catalog.take(order)]).toEqual(['taken', 'known already'])
    expect(await stockOf(catalog)).toBe(97)
    await catalog.take({...order, id: 'o2'})
    expect(await stockOf(catalog)).toBe(94)
  })

  it('of other products stays, and an unknown product is said to be one', async () => {
    const catalog = memoryCatalog()
    expect(await catalog.take({id: 'o1', productId: 'NONE', qty: 1})).toBe('no such product')
    expect(await stockOf(catalog)).toBe(100)
  })
})

describe('a message', () => {
  it.each([
    ['{"orderId":"o","productId":"p","qty":2}', {id: 'o', productId: 'p', qty: 2}],
    ['{"productId":"p","qty":0}', {id: 'topic/0/7', productId: 'p', qty: 0}],
    ['{"orderId":"","productId":"p","qty":1,"more":true}', {id: 'topic/0/7', productId: 'p', qty: 1}],
  ])('%s is an order', (text, order) => expect(parsePlacedOrder(text, 'topic/0/7')).toEqual(order))

  it.each([
    undefined,
    '',
    'null',
    '[]',
    '7',
    '{}',
    '{"productId":"p","qty":"2"}',
    '{"productId":"p","qty":-1}',
    '{"productId":"p","qty":1.5}',
  ])('%s is none', text => expect(parsePlacedOrder(text, 'x')).toBeUndefined())
})
