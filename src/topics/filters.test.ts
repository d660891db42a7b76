import {describe, expect, it} from 'vitest'
import {safeRegex} from '../safe-regex.js'
import {recordExpression} from './expression.js'
import {glob, recordFilter} from './filters.js'
import {record} from './record.fixture.js'

const order = record({
  key: 'user-1',
  value: {schema: {type: 'struct'}, payload: {qty: 5, name: 'ann', done: false, items: [{sku: 'A'}], note: null}},
  headers: [['trace-id', Buffer.from('abc')]],
})

describe('--filter', () => {
  it.each([
    'payload.qty > 3',
    'qty > 3',
    'qty >= 5 && qty <= 5',
    'qty == 5',
    'qty = "5"',
    'qty != 6',
    'name == "ann" and not done',
    '!done && (qty < 3 || name ~ "^a")',
    'name contains "nn"',
    'items[0].sku == "A"',
    'note == null',
    'missing == null',
    '$key == "user-1"',
    '$key ~ "^user-"',
    '$headers.trace-id == "abc"',
    '$topic == "orders" && $partition == 0 && $offset >= 7',
    "'ann' == name",
    'qty > -1.5e0',
  ])('%s holds', text => {
    expect(recordExpression(text)(order)).toBe(true)
  })

  it.each([
    'qty > 30',
    'missing > 0',
    'missing',
    'done',
    'name > 5 && qty < 5',
    'payload.constructor',
    'constructor',
    '__proto__',
    'toString == 1',
    'note',
  ])('%s does not hold', text => {
    expect(recordExpression(text)(order)).toBe(false)
  })

  it('never fails on a value that is no JSON, and none on a tombstone', () => {
    expect(recordExpression('qty > 3')(record({value: 'plain'}))).toBe(false)
    expect(recordExpression('$value == null')(record({value: null}))).toBe(true)
    expect(recordExpression('$value == "plain"')(record({value: 'plain'}))).toBe(true)
  })

  it.each([
    ['qty >', 6, 'it ends where a field, a number or a "text" should be'],
    ['qty > > 3', 7, '">" stands where a field, a number or a "text" should be'],
    ['(qty > 3', 9, 'it ends where a closing parenthesis should be'],
    ['qty # 3', 5, '"#" is not understood'],
    ['qty > 3 name', 9, '"name" stands where and, or, or the end should be'],
    ['', 1, 'it ends where a field, a number or a "text" should be'],
  ])('%s is refused with the place', (text, column, why) => {
    expect(() => recordExpression(text)).toThrowError(`--filter cannot be read at character ${column}: ${why}`)
  })

  it('is never run as code, and never nests without end', () => {
    expect(() => recordExpression('process.exit(1)')).toThrowError(/--filter cannot be read/)
    expect(() => recordExpression('('.repeat(5_000))).toThrowError(/longer than 2000/)
    expect(() => recordExpression(`${'('.repeat(100)}1${')'.repeat(100)}`)).toThrowError(/nested too deeply/)
    expect(() => recordExpression('!'.repeat(1_000))).toThrowError(/nested too deeply/)
  })
})

describe('--grep and the other filters', () => {
  it('looks into value, key and headers', () => {
    for (const grep of ['"qty":5', '^user-1$', 'trace-id: abc']) expect(recordFilter({grep})?.(order)).toBe(true)
    expect(recordFilter({grep: 'ANN'})?.(order)).toBe(false)
    expect(recordFilter({grep: 'ANN', ignoreCase: true})?.(order)).toBe(true)
  })

  it('wants all that is asked for at once', () => {
    expect(recordFilter({key: 'user-*', grep: 'ann'})?.(order)).toBe(true)
    expect(recordFilter({key: 'user-*', grep: 'bob'})?.(order)).toBe(false)
    expect(recordFilter({headers: ['trace-id', 'trace-id=a?c']})?.(order)).toBe(true)
    expect(recordFilter({headers: ['trace-id', 'other']})?.(order)).toBe(false)
    expect(recordFilter({key: '*'})?.(record({key: null}))).toBe(false)
    expect(recordFilter({})).toBeUndefined()
  })

  it('reads a glob literally but for * and ?', () => {
    expect(glob('a.b*')('a.b\nc')).toBe(true)
    expect(glob('a.b')('axb')).toBe(false)
    expect(glob('[a](b)|{c}+$^\\')('[a](b)|{c}+$^\\')).toBe(true)
  })

  it.each([
    ['(', 'character 1'],
    ['a(b', 'character 2'],
    ['[z-a]', 'invalid character class range'],
    ['(?=x)', 'invalid'],
  ])('B100: --grep %s is refused and says where', (pattern, why) => {
    expect(() => safeRegex(pattern, {flag: '--grep'})).toThrowError(expect.objectContaining({code: 'E_INPUT'}))
    expect(() => safeRegex(pattern, {flag: '--grep'})).toThrowError(why)
  })

  it('B100, T32: (a+)+$ on 50 kB ends within a second', () => {
    const matches = safeRegex('(a+)+$', {flag: '--grep'})
    const before = performance.now()
    expect(matches(`${'a'.repeat(50_000)}!`)).toBe(false)
    expect(performance.now() - before).toBeLessThan(1_000)
  })
})
