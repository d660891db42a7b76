import {Chalk} from 'chalk'
import {describe, expect, it} from 'vitest'
import {BatchBuilder, type HeaderPair} from '../../clients/kafka-wire/batch-builder.js'
import {RecordShow} from '../../topics/show-records.js'
import {type TailView, tailWriter} from './tail-writer.js'

const view: TailView = {
  json: false,
  raw: false,
  template: undefined,
  delimiter: undefined,
  key: 'auto',
  value: 'auto',
  envelope: false,
  headers: false,
  offsetInfo: false,
  severalTopics: false,
}
type Written = readonly [key: string | null, value: Buffer | string | null, headers?: readonly HeaderPair[]]

/** What `topic tail` would write for these records, through the very path that fetched bytes take. */
async function shown(records: readonly Written[], of: Partial<TailView>, onTty = false): Promise<string> {
  const writer = await tailWriter({...view, ...of}, {paint: new Chalk({level: 0})}, onTty)
  const builder = new BatchBuilder()
  for (const [key, value, headers = []] of records)
    builder.add(
      key === null ? null : Buffer.from(key),
      value === null ? null : Buffer.from(value),
      headers,
      1_764_000_000_000,
    )
  const frame = Buffer.from(builder.finish('none', same => same))
  const notes: string[] = []
  const shown: Buffer[] = []
  const emit = async (bytes: Uint8Array) => void shown.push(Buffer.from(bytes))
  const show = new RecordShow(
    {writer, accepts: undefined, emit, note: line => notes.push(line)},
    {count: undefined, isolation: 'read_committed', checkCrcs: true},
  )
  const place = {topic: 'orders', partition: 0}
  const fetched = {...place, errorCode: 0, highWatermark: 9, logStartOffset: 0, aborted: []}
  const partition = {...place, leader: 0, nextOffset: 0, stopOffset: undefined}
  await show.show({...fetched, recordsStart: 0, recordsEnd: frame.length}, frame, partition)
  expect(notes).toEqual([])
  await show.flush()
  return Buffer.concat(shown).toString('latin1')
}

describe('--json', () => {
  const place = (offset: number) => `{"topic":"orders","partition":0,"offset":${offset},"timestamp":1764000000000`

  it('embeds JSON objects with their digits, and quotes everything else', async () => {
    const rows = [
      ['k', '{"id":12345678901234567890}'],
      [null, '42'],
      ['{"a":1}', '"x"'],
      [null, null],
    ] as const
    expect((await shown(rows, {json: true})).split('\n')).toEqual([
      `${place(0)},"key":"k","value":{"id":12345678901234567890},"headers":{}}`,
      `${place(1)},"key":null,"value":"42","headers":{}}`,
      `${place(2)},"key":{"a":1},"value":"\\"x\\"","headers":{}}`,
      `${place(3)},"key":null,"value":null,"headers":{}}`,
      '',
    ])
  })

  it('is JSON whatever a record holds, one line a record, and brings no control character', async () => {
    const headers: HeaderPair[] = [
      ['__proto__', Buffer.from('\u001b[2J')],
      ['a', null],
      ['a', Buffer.from([0xff])],
    ]
    const rows = ['\u001b]0;x\u0007', '{"a":\n"b\u009b"}', '{"a', '{"a":1}}', 'é\u2028\u202e', ''].map(
      value => ['\u0000', value, headers] as const,
    )
    const lines = (await shown(rows, {json: true})).trimEnd().split('\n')
    expect(lines).toHaveLength(rows.length)
    for (const line of lines) {
      expect(line).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/)
      expect(JSON.parse(line).headers.a).toEqual([null, {base64: '/w=='}])
    }
  })

  it('gives bytes that are no text as base64 and says so', async () => {
    expect(await shown([[null, Buffer.from([0xff, 0])]], {json: true})).toContain(
      '"value":"/wA=","valueEncoding":"base64"',
    )
    expect(await shown([[null, 'hi']], {json: true, value: 'hex'})).toContain('"value":"6869"')
    expect(await shown([[null, '5']], {json: true, value: 'json'})).toContain('"value":5,')
  })

  it("unwraps Connect's envelope", async () => {
    const row = [null, '{"schema":{},"payload":{"id":1}}'] as const
    expect(await shown([row], {json: true, envelope: true})).toContain('"value":{"id":1},')
    expect(await shown([row], {envelope: true})).toBe('{"id":1}\n')
  })
})

describe('--raw', () => {
  const rows = [
    [null, Buffer.from([0x1b, 0xff, 0])],
    [null, null],
    [null, 'a\nb'],
  ] as const

  it('is exact to the byte in a pipe', async () => {
    expect(await shown(rows, {raw: true})).toBe('\x1b\xff\0\n\na\nb\n')
    expect(await shown(rows, {raw: true, delimiter: '\\0'})).toBe('\x1b\xff\0\0\0a\nb\0')
    expect(await shown(rows, {raw: true, delimiter: '\\x1e|'})).toBe('\x1b\xff\0\x1e|\x1e|a\nb\x1e|')
  })

  it('T17: never steers a terminal', async () => {
    expect(await shown([[null, '\u001b[2J']], {raw: true}, true)).toBe('\\x1b[2J\n')
    expect(await shown([['\u001b[2J', 'v']], {template: '%k %s'}, true)).toBe('\\x1b[2J v\n')
  })
})
