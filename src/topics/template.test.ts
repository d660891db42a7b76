import {describe, expect, it} from 'vitest'
import {record} from './record.fixture.js'
import {parseTemplate} from './template.js'

const bought = record({
  key: 'k',
  value: {payload: {name: 'ann'}, qty: 3},
  headers: [
    ['a', Buffer.from('1')],
    ['b', null],
  ],
})
const shown = (template: string, of = bought) =>
  Buffer.concat(parseTemplate(template)(of).map(piece => Buffer.from(piece))).toString('latin1')

describe('--template', () => {
  it.each([
    ['%t[%p]@%o %k', 'orders[0]@7 k\n'],
    ['%T %D', '1764000000000 2025-11-24T16:00:00.000Z\n'],
    ['%K %S', '1 34\n'],
    ['%h', 'a=1,b=NULL\n'],
    ['100%%', '100%\n'],
    ['{payload.name} {qty} {missing}|', 'ann 3 |\n'],
    ['{$key} {$headers.a}', 'k 1\n'],
    ['a\\tb\\\\c', 'a\tb\\c\n'],
    ['%o\\0', '7\0'],
    ['%o\\x1e', '7\x1e'],
    ['%o\n', '7\n'],
    ['$(id) `id` {} { a }', '$(id) `id` {} { a }\n'],
  ])('%s', (template, text) => {
    expect(shown(template)).toBe(text)
  })

  it('T19: never looks at what a record holds for tokens', () => {
    expect(shown('%s', record({value: '=cmd() %k {payload} \\n'}))).toBe('=cmd() %k {payload} \\n\n')
  })

  it('gives bytes as they are, and nothing for null', () => {
    expect(shown('%s', record({value: Buffer.from([0xff, 0])}))).toBe('\xff\0\n')
    expect(shown('<%k> %K', record({}))).toBe('<> -1\n')
  })

  it('says which tokens there are', () => {
    expect(() => parseTemplate('%z')).toThrowError(/--template does not know %z/)
  })
})
