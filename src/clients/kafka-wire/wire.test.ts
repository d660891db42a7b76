import {expect, it} from 'vitest'
import {WireReader} from './wire-reader.js'
import {WireWriter} from './wire-writer.js'

it('reads what it wrote, of any size', () => {
  const long = 'ä'.repeat(10_000)
  const bytes = new WireWriter(4)
    .int8(-1)
    .int16(-300)
    .int32(-70_000)
    .int64(2 ** 53 - 1)
    .int64(-5)
    .boolean(true)
    .string(long)
    .nullableString(undefined)
    .array(['a', ''], (item, writer) => writer.string(item))
    .int32Array([1, 2])
    .append(Buffer.from([9]))
    .finish()
  const reader = new WireReader(Buffer.from(bytes))
  expect([reader.int8(), reader.int16(), reader.int32(), reader.int64(), reader.int64(), reader.boolean()]).toEqual([
    -1,
    -300,
    -70_000,
    2 ** 53 - 1,
    -5,
    true,
  ])
  expect(reader.string()).toBe(long)
  expect(reader.nullableString()).toBeUndefined()
  expect(reader.array(item => item.string())).toEqual(['a', ''])
  expect(reader.int32Array()).toEqual([1, 2])
  expect(reader.int8()).toBe(9)
  expect(() => reader.int8()).toThrow('the answer ends too early')
})

it('never believes a length that leads beyond the answer', () => {
  expect(() => new WireReader(Buffer.from([0x7f, 0xff, 1])).string()).toThrow(RangeError)
  expect(() => new WireReader(Buffer.from([0x7f, 0xff, 0xff, 0xff])).array(reader => reader.int8())).toThrow(RangeError)
})
