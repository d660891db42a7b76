import {describe, expect, it} from 'vitest'
import type {StatementResult} from '../../clients/mariadb.js'
import {parseCsv} from '../../databases/csv.js'
import {checkName, clientOptions, sqlName} from '../../databases/place.js'
import {csvText, jsonRows} from '../../databases/rows-text.js'
import {queryView} from './database.js'

const result = {
  kind: 'rows',
  columns: [
    {name: 'id', kind: 'number'},
    {name: 'note', kind: 'text'},
    {name: 'doc', kind: 'json'},
    {name: 'data', kind: 'bytes'},
  ],
  rows: [
    ['18446744073709551615', '=cmd()', '{"a":1}', Buffer.from([0, 255])],
    ['1.10', 'a,"b"\nc', null, null],
    [null, '', '1', Buffer.alloc(0)],
  ],
} as const satisfies StatementResult

describe('rows as CSV', () => {
  it('T19: are literal: a text that looks like a formula stays a text', () => {
    expect(csvText(result)).toBe(
      'id,note,doc,data\r\n18446744073709551615,=cmd(),"{""a"":1}",0x00ff\r\n1.10,"a,""b""\nc",,\r\n,"",1,0x\r\n',
    )
  })

  it('are read back as they were: null is no empty text', () => {
    expect(parseCsv(csvText(result), 'x.csv')).toEqual([
      ['id', 'note', 'doc', 'data'],
      ['18446744073709551615', '=cmd()', '{"a":1}', '0x00ff'],
      ['1.10', 'a,"b"\nc', undefined, undefined],
      [undefined, '', '1', '0x'],
    ])
  })

  it.each([
    [
      'a,b\n1,2',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    ['\ufeffa\r\n1\r\n', [['a'], ['1']]],
    [
      'a,\n,',
      [
        ['a', undefined],
        [undefined, undefined],
      ],
    ],
    ['', []],
    ['a"b,c', [['a"b', 'c']]],
  ])('%j is understood', (text, rows) => {
    expect(parseCsv(text, 'x.csv')).toEqual(rows)
  })

  it.each([
    ['a\n"b', 'x.csv:2:'],
    ['a\n"b"c', 'x.csv:2:'],
    ['"a\n\n', 'x.csv:1:'],
  ])('%j is refused with its line', (text, where) => {
    expect(() => parseCsv(text, 'x.csv')).toThrowError(where)
  })

  it('T32: a quote that is never closed ends at once', () => {
    const began = performance.now()
    expect(() => parseCsv(`"${'""'.repeat(200_000)}`, 'x.csv')).toThrow()
    expect(performance.now() - began).toBeLessThan(1_000)
  })
})

it('gives JSON numbers only where JavaScript can hold them, documents as documents, bytes as base64', () => {
  expect(jsonRows(result)).toEqual([
    {id: '18446744073709551615', note: '=cmd()', doc: {a: 1}, data: 'AP8='},
    {id: 1.1, note: 'a,"b"\nc', doc: null, data: null},
    {id: null, note: '', doc: 1, data: ''},
  ])
})

it('T17: what rows hold never steers the terminal', () => {
  const evil = {
    kind: 'rows',
    columns: [{name: '\u001b[2J', kind: 'text'}],
    rows: [['\u001b]52;c;x\u0007\u202e']],
  } as const
  expect(queryView([evil])).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/)
})

it('T31: names are never more than names', () => {
  expect(sqlName('a`; DROP TABLE x; --')).toBe('`a``; DROP TABLE x; --`')
  for (const name of ['', '../x', 'a/b', '-x', 'a\0', 'x'.repeat(65)])
    expect(() => checkName('snapshot', name)).toThrow()
  expect(() => checkName('table', 'a`b')).toThrow()
})

it('T12: the password is one quoted value of a file, whatever it holds', () => {
  const options = clientOptions({host: 'h', port: 1, user: 'root', password: 'a"b\\c\nuser=evil'})
  expect(options).toBe('[client]\nprotocol=tcp\nhost=h\nport=1\nuser=root\npassword="a\\"b\\\\c\\nuser=evil"\n')
})
