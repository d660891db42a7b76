import {describe, expect, it} from 'vitest'
import {decideStart, decideStop} from './start-offsets.js'
import {parsePosition} from './start-position.js'

const NOW = Date.parse('2026-11-24T12:00:00Z')
const HOUR = 3_600_000

describe('where to begin', () => {
  it.each([
    ['beginning', {kind: 'beginning'}],
    ['earliest', {kind: 'beginning'}],
    ['end', {kind: 'end'}],
    ['latest', {kind: 'end'}],
    ['-10', {kind: 'last', count: 10}],
    ['0', {kind: 'offset', offset: 0}],
    ['42', {kind: 'offset', offset: 42}],
    ['1h', {kind: 'time', timestampMs: NOW - HOUR}],
    ['1h30m', {kind: 'time', timestampMs: NOW - 1.5 * HOUR}],
    ['1.5h', {kind: 'time', timestampMs: NOW - 1.5 * HOUR}],
    ['500ms', {kind: 'time', timestampMs: NOW - 500}],
    ['2026-11-24T10:00Z', {kind: 'time', timestampMs: NOW - 2 * HOUR}],
    ['2026-11-24 10:00:30+09:00', {kind: 'time', timestampMs: Date.parse('2026-11-24T01:00:30Z')}],
    ['1764000000000', {kind: 'time', timestampMs: 1_764_000_000_000}],
    ['@1764000000', {kind: 'time', timestampMs: 1_764_000_000_000}],
  ])('%s is understood', (text, position) => {
    expect(parsePosition(text, NOW)).toEqual(position)
  })

  it('takes a date without a zone for the clock on the wall', () => {
    expect(parsePosition('2026-11-23', NOW)).toEqual({
      kind: 'time',
      timestampMs: new Date(2026, 10, 23).getTime(),
    })
  })

  it.each(['-0', 'yesterday', '2026-13-01', '2026-02-30', '', ' ', '1y', '--1', '0x10', '1e3', '10-20', '-', '٣'])(
    'B96: "%s" is refused with all forms listed',
    text => {
      expect(() => parsePosition(text, NOW)).toThrowError(
        expect.objectContaining({code: 'E_INPUT', details: expect.arrayContaining([expect.stringContaining('-10')])}),
      )
    },
  )

  it.each(['2026-11-25T00:00Z', '@1795600000', '1795600000000'])('B96: %s lies in the future', text => {
    expect(() => parsePosition(text, NOW)).toThrowError(/lies in the future/)
    expect(parsePosition(text, NOW, '--until').kind).toBe('time')
  })
})

describe('where that is in one partition', () => {
  const bounds = {beginning: 100, end: 200}

  it.each([
    [{kind: 'beginning'}, 100],
    [{kind: 'end'}, 200],
    [{kind: 'last', count: 10}, 190],
    [{kind: 'last', count: 1_000}, 100],
    [{kind: 'offset', offset: 150}, 150],
  ] as const)('%o begins at %i', (position, offset) => {
    expect(decideStart(position, bounds)).toEqual({offset})
  })

  it('begins with the first record at or after a time, and at the end when there is none', () => {
    expect(decideStart({kind: 'time', timestampMs: 1}, {...bounds, at: 120}).offset).toBe(120)
    expect(decideStart({kind: 'time', timestampMs: 1}, {...bounds, at: -1}).offset).toBe(200)
    expect(decideStart({kind: 'time', timestampMs: 1}, bounds).offset).toBe(200)
  })

  it('says what is no longer kept, and what is not there yet', () => {
    expect(decideStart({kind: 'offset', offset: 5}, bounds)).toEqual({
      offset: 100,
      note: 'offset 5 is no longer kept; beginning at 100',
    })
    expect(decideStart({kind: 'offset', offset: 500}, bounds)).toEqual({
      offset: 200,
      note: 'offset 500 is not there yet; the end is at 200',
    })
  })

  it('ends where the topic ended when it was asked', () => {
    expect(decideStop(undefined, bounds)).toBeUndefined()
    expect(decideStop({kind: 'end'}, bounds)).toBe(200)
    expect(decideStop({kind: 'offset', offset: 500}, bounds)).toBe(500)
  })
})
