import {Chalk} from 'chalk'
import {describe, expect, it} from 'vitest'
import {record} from '../../topics/record.fixture.js'
import {type LineShape, tailLine} from './tail-line.js'

const shape: LineShape = {
  key: 'auto',
  value: 'auto',
  envelope: false,
  headers: true,
  offsetInfo: false,
  topicName: false,
  longestBytes: undefined,
  paint: new Chalk({level: 0}),
}
const line = (parts: Parameters<typeof record>[0], more: Partial<LineShape> = {}) =>
  tailLine(record(parts), {...shape, ...more})

describe('a record on one line', () => {
  it('shows key, value and headers', () => {
    expect(
      line({
        key: 'k',
        value: 'v',
        headers: [
          ['a', Buffer.from('1')],
          ['b', null],
        ],
      }),
    ).toBe('k → v a=1 b\n')
    expect(line({value: 'v'}, {offsetInfo: true})).toBe('2025-11-24T16:00:00.000Z orders[0]@7 v\n')
    expect(line({value: 'v'}, {topicName: true})).toBe('orders v\n')
  })

  it('B99: shows a tombstone, an empty value, bytes and a hundred headers', () => {
    expect(line({key: 'k', value: null})).toBe('k → ∅\n')
    expect(line({value: ''})).toBe('\n')
    expect(line({value: Buffer.from([0xff, 0x00])})).toBe('0xff00\n')
    const headers = Array.from({length: 100}, (_, index) => [`h${index}`, null] as const)
    expect(line({value: 'v', headers})).toMatch(/^v h0 h1 .* h99\n$/)
  })

  it('B98: says which schema a registry would have for bytes that nobody here can read', () => {
    expect(line({value: Buffer.from([0, 0, 0, 0, 5, 0xff, 0xfe])})).toContain('schema id 5')
    expect(line({value: Buffer.from([0, 0, 0xff])})).toBe('0x0000ff\n')
  })

  it('B99: cuts 10 MiB on a screen at a whole character and says so', () => {
    const shown = line({value: 'é'.repeat(5 * 1024 * 1024)}, {longestBytes: 101})
    expect(shown).toBe(`${'é'.repeat(50)}… (10485760 bytes; --raw or a pipe shows all)\n`)
  })

  it.each([
    ['clipboard (OSC 52)', '\x1b]52;c;ZXZpbA==\x07'],
    ['link (OSC 8)', '\x1b]8;;http://evil\x1b\\x\x1b]8;;\x1b\\'],
    ['title (OSC 0)', '\x1b]0;x\x07'],
    ['DECRQSS', '\x1bP$q"p\x1b\\'],
    ['clear', '\x1b[2J'],
    ['cursor report', '\x1b[6n'],
    ['C1 CSI', '\u009b2J'],
    ['carriage return', 'good\rbad'],
    ['bidi', 'a\u202eb\u2066c'],
    ['backspace and bell', '\b\x07'],
    ['DEL', '\x7f'],
  ])('T17: %s cannot steer the terminal from value, key, header or topic', (_name, text) => {
    const shown = line({topic: text, key: text, value: text, headers: [[text, Buffer.from(text)]]}, {topicName: true})
    expect(shown).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/)
  })

  it('T18: a value with line breaks stays one line', () => {
    expect(line({value: 'a\n2026-01-01 INFO fake'})).toBe('a\\n2026-01-01 INFO fake\n')
  })
})
