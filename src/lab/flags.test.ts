import {describe, expect, it} from 'vitest'
import {durationMs, parseDuration} from './durations.js'
import {memoryMiB, parseMemory} from './memory-size.js'
import {parseName} from './names.js'
import {parsePort, parsePortFlag} from './ports-flag.js'

const usage = {code: 'E_USAGE', oclif: {exit: 2}}

describe('durations', () => {
  it.each([
    ['90', 90_000],
    ['90s', 90_000],
    ['5m', 300_000],
    ['1h30m', 5_400_000],
    ['500ms', 500],
    ['1.5s', 1500],
    ['1m500ms', 60_500],
    ['0', 0],
  ])('%s is %d ms', (text, ms) => expect(durationMs(text)).toBe(ms))

  it.each(['abc', '-1', 'NaN', 'Infinity', '1e999', '0x10', '5 s', '', 's', '1h30', '5m5m', '99999h', '٥'])(
    'B05: %j is refused with the forms that are allowed',
    text => {
      expect(() => parseDuration(text)).toThrow(expect.objectContaining(usage))
      expect(() => parseDuration(text)).toThrow(/expected a duration such as 90 \(seconds\), 500ms, 90s, 5m or 1h30m/)
    },
  )
})

describe('ports', () => {
  it.each(['0', '65536', '-1', '80.5', '٨٠', '', '1e3', '0x50', ' 80'])('B06: %j is refused with the range', text => {
    expect(() => parsePort(text)).toThrow(/expected a port from 1 to 65535/)
  })

  it.each([
    ['kafka=19092', {target: 'kafka', port: 19092}],
    ['kafka.broker=1', {target: 'kafka.broker', port: 1}],
  ])('%s', (text, flag) => expect(parsePortFlag(text)).toEqual(flag))

  it.each(['19092', 'kafka', '=1', 'kafka.=1', 'a.b.c=1', '../x=1'])('%j is refused with the form', text => {
    expect(() => parsePortFlag(text)).toThrow(expect.objectContaining(usage))
    expect(() => parsePortFlag(text)).toThrow(/COMPONENT=PORT or COMPONENT\.NAME=PORT/)
  })

  it('kafka=0 is refused with the range', () => expect(() => parsePortFlag('kafka=0')).toThrow(/1 to 65535/))
})

describe('names', () => {
  it.each(['', ' '])('B11: %j is empty', text => expect(() => parseName(text)).toThrow(/the component name is empty/))

  it.each([
    '-',
    '--',
    '../../etc',
    'a/b',
    '.',
    '..',
    'CON',
    'x'.repeat(300),
    'káfka',
    'a\nb',
    'a\0b',
    '--version',
    '; touch x',
    '$(id)',
  ])('B12, T21, T31: %j is refused with the pattern', text => {
    expect(() => parseName(text)).toThrow(expect.objectContaining(usage))
    expect(() => parseName(text)).toThrow(/letters, digits, "\.", "_" and "-" \(at most 64, a letter or digit first\)/)
  })

  it('takes what the field uses', () => expect(parseName('order-service')).toBe('order-service'))
})

describe('memory', () => {
  it('takes the usual units', () =>
    expect([memoryMiB('512m'), memoryMiB('2G'), memoryMiB('512 MiB')]).toEqual([512, 2048, 512]))

  it.each(['-1', '1e3g', '512', '', 'm', '5k', '1m'])('B51: %j is refused with the list of units', text => {
    expect(() => parseMemory(text)).toThrow(/its unit: 512m \(MiB\) or 2g \(GiB\)/)
  })
})
