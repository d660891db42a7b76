import {describe, expect, it} from 'vitest'
import {parsePlaceholders} from './placeholders.js'
import {type ProduceFlags, produceSource} from './produce-flags.js'
import type {OutgoingRecord} from './produce-request.js'
import {splitLines} from './split-lines.js'

const flags: ProduceFlags = {'input-format': 'lines', tombstone: false, compression: 'none', acks: 'all'}

async function* chunks(...texts: string[]) {
  for (const text of texts) yield Buffer.from(text)
}

async function produced(values: string[], extra: Partial<ProduceFlags> = {}, ...input: string[]) {
  const records: OutgoingRecord[] = []
  for await (const group of produceSource(values, {...flags, ...extra}, chunks(...input), undefined))
    records.push(...group)
  return records.map(({key, value, headers, partition, timestampMs}) => ({
    key: key === null ? null : Buffer.from(key).toString(),
    value: value === null ? null : Buffer.from(value).toString(),
    headers: headers.map(([name, content]) => [name, content === null ? null : Buffer.from(content).toString()]),
    partition,
    timestampMs,
  }))
}

const plain = {key: null, headers: [], partition: undefined, timestampMs: undefined}

describe('records from arguments and lines', () => {
  it('takes a value an argument, byte for byte', async () => {
    expect(await produced(['a', '{{n}}'])).toEqual([
      {...plain, value: 'a'},
      {...plain, value: '{{n}}'},
    ])
  })

  it('takes a line a record, also a last one without an end and an empty one', async () => {
    const values = (await produced([], {}, 'on', 'e\n\ntw', 'o')).map(({value}) => value)
    expect(values).toEqual(['one', '', 'two'])
  })

  it('keeps a line together that comes in many pieces', async () => {
    const lines: string[] = []
    for await (const group of splitLines(chunks('a', 'b', '\n', 'c\nd', '\n'))) lines.push(...group.map(String))
    expect(lines).toEqual(['ab', 'c', 'd'])
  })

  it('finds keys before a separator or in a field', async () => {
    expect(await produced([], {'key-separator': '::'}, 'k::v::w\n')).toEqual([{...plain, key: 'k', value: 'v::w'}])
    expect(await produced(['{"user":{"id":7}}'], {'key-field': 'user.id'})).toMatchObject([{key: '7'}])
    await expect(produced([], {'key-separator': ':'}, 'a:b\nnone\n')).rejects.toThrow(/record 2 is not sent/)
    await expect(produced(['{}'], {'key-field': 'id'})).rejects.toThrow(/no field id/)
  })

  it('gives key, headers and partition to all of them', async () => {
    const common = {key: 'k', header: ['a=1', 'b='], partition: 2}
    expect(await produced(['x'], common)).toEqual([
      {
        ...plain,
        key: 'k',
        value: 'x',
        headers: [
          ['a', '1'],
          ['b', ''],
        ],
        partition: 2,
      },
    ])
    await expect(produced(['x'], {header: ['nothing']})).rejects.toThrow('--header wants NAME=VALUE')
  })

  it('makes a tombstone only of a key without a value', async () => {
    expect(await produced([], {tombstone: true, key: 'k'})).toEqual([{...plain, key: 'k', value: null}])
    await expect(produced(['v'], {tombstone: true, key: 'k'})).rejects.toThrow('--tombstone needs a --key and no value')
  })

  it('reads the whole input as one value', async () => {
    expect(await produced([], {'input-format': 'whole'}, 'a\n', 'b')).toMatchObject([{value: 'a\nb'}])
  })
})

describe('records as tail --json prints them', () => {
  const ndjson = {'input-format': 'ndjson'} as const

  it('brings back key, value, headers, partition and time', async () => {
    const line =
      '{"topic":"t","partition":1,"offset":5,"timestamp":9,"key":"k","value":{"id":12345678901234567890},"headers":{"a":["1",null],"b":{"base64":"/w=="}}}\n'
    expect(await produced([], ndjson, line)).toEqual([
      {
        key: 'k',
        value: '{"id":12345678901234567890}',
        headers: [
          ['a', '1'],
          ['a', null],
          ['b', '\ufffd'],
        ],
        partition: 1,
        timestampMs: 9,
      },
    ])
  })

  it('brings back bytes, null and plain scalars', async () => {
    expect(
      await produced([], ndjson, '{"value":"aGk=","valueEncoding":"base64"}\n{"value":null,"key":null}\n'),
    ).toMatchObject([{value: 'hi'}, {value: null, key: null}])
    expect(await produced([], ndjson, '{"value":5}\n{"value":"5"}\n')).toMatchObject([{value: '5'}, {value: '5'}])
  })

  it.each(['plain', '[1]', '{"key":"k"}', '5', '{"value":'])('refuses %s and says which record it is', async line => {
    await expect(produced([], ndjson, `${line}\n`)).rejects.toThrow(/record 1 is not sent/)
  })
})

describe('--count', () => {
  it('fills value, key and headers anew for each record', async () => {
    expect(await produced(['v{{n}}', 'w'], {count: 3, key: 'k{{n}}', header: ['h={{n}}']})).toMatchObject([
      {key: 'k1', value: 'v1', headers: [['h', '1']]},
      {key: 'k2', value: 'w', headers: [['h', '2']]},
      {key: 'k3', value: 'v3', headers: [['h', '3']]},
    ])
    await expect(produced([], {count: 3})).rejects.toThrow('--count repeats values given as arguments')
  })

  it('knows numbers, picks and texts', () => {
    const fill = parsePlaceholders('{{n}} {{random 5 5}} {{pick a}} {{text 3}} {{ now }} {x} {{}}', () => 0)
    expect(fill(9)).toMatch(/^9 5 a aaa \d{13} \{x\} \{\{\}\}$/)
    expect(parsePlaceholders('{{uuid}}')(1)).toMatch(/^[0-9a-f-]{36}$/)
  })

  it.each(['{{random 9 1}}', '{{random}}', '{{pick}}', '{{text 0}}', '{{nope}}', '{{constructor}}'])(
    'refuses %s and lists what there is',
    text => {
      expect(() => parsePlaceholders(text)).toThrowError(/is not understood/)
    },
  )
})
