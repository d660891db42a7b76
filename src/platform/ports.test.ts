import {expect, it} from 'vitest'
import {readableAddress} from './ports.js'

it.each([
  ['0100007F', '127.0.0.1'],
  ['00000000', '0.0.0.0'],
  ['0000000000000000FFFF00000100007F', '127.0.0.1'],
  ['00000000000000000000000000000000', '::'],
  ['00000000000000000000000001000000', '::1'],
])("the system's %s is the address %s", (hex, address) => {
  expect(readableAddress(hex)).toBe(address)
})
