import {describe, expect, it} from 'vitest'
import {frameReader, type LogLine, lineJoiner, nanosOf} from './log-frames.js'
import type {LogDriver} from './open-engine.js'

const part = 16 * 1024

/** As an engine writes it. */
function frame(stream: number, time: string, content: string | Buffer): Buffer {
  const payload = Buffer.concat([Buffer.from(`${time} `), Buffer.from(content)])
  const header = Buffer.from([stream, 0, 0, 0, 0, 0, 0, 0])
  header.writeUInt32BE(payload.length, 4)
  return Buffer.concat([header, payload])
}

/** A line as an engine takes it apart: by bytes, in the middle of characters. */
function framesOf(stream: number, line: string, second = 0): Buffer[] {
  const bytes = Buffer.from(line)
  const count = Math.ceil(bytes.length / part)
  return Array.from({length: count}, (_, index) =>
    frame(stream, at(second + index), bytes.subarray(index * part, (index + 1) * part)),
  )
}

const at = (second: number) => `2026-01-02T03:04:${String(second % 60).padStart(2, '0')}.123456789Z`

interface Reading {
  readonly chunk?: number
  readonly longest?: number
  readonly driver?: LogDriver
}

function linesOf(answer: Buffer, {chunk = answer.length, longest, driver = 'json-file'}: Reading = {}): LogLine[] {
  const reader = frameReader()
  const joiner = lineJoiner(driver, longest)
  const lines: LogLine[] = []
  for (let from = 0; from < answer.length; from += chunk)
    for (const one of reader.take(answer.subarray(from, from + chunk))) lines.push(...joiner.take(one))
  return lines
}

const texts = (lines: readonly LogLine[]) => lines.map(({content}) => content.toString())

describe('lines of an engine’s answer', () => {
  it('begin without the engine’s time, which is kept beside them', () => {
    const lines = linesOf(Buffer.concat([frame(1, at(1), 'one\n'), frame(2, at(2), 'two\n')]))
    expect(texts(lines)).toEqual(['one\n', 'two\n'])
    expect(lines.map(({nanos}) => nanos)).toEqual([nanosOf(at(1)), nanosOf(at(2))])
  })

  it('are whole when they came in parts of 16 KiB, each with a time', () => {
    const long = `${'aä€😀'.repeat(10_000)}\n`
    const lines = linesOf(Buffer.concat(framesOf(1, long)))
    expect(texts(lines)).toEqual([long])
    expect(lines[0]?.nanos).toBe(nanosOf(at(Math.ceil(Buffer.byteLength(long) / part) - 1)))
  })

  it('are whole when a part ends where the line ends, and its newline comes alone', () => {
    const full = 'x'.repeat(part)
    expect(texts(linesOf(Buffer.concat(framesOf(1, `${full}\n`))))).toEqual([`${full}\n`])
  })

  it('are whole where the engine keeps no newline of a line that it took apart', () => {
    for (const length of [part, part + 1, 3 * part]) {
      const parts = framesOf(1, 'x'.repeat(length)).concat(length % part === 0 ? [frame(1, at(9), '')] : [])
      const answer = Buffer.concat([...parts, frame(1, at(10), 'next\n')])
      expect(texts(linesOf(answer, {driver: 'local'}))).toEqual([`${'x'.repeat(length)}\n`, 'next\n'])
    }
  })

  it('are the same however the answer is cut on its way', () => {
    const answer = Buffer.concat([...framesOf(1, `${'€'.repeat(6000)}\n`), frame(1, at(9), 'ü\n')])
    for (const chunk of [1, 7, 4096]) expect(texts(linesOf(answer, {chunk}))).toEqual([`${'€'.repeat(6000)}\n`, 'ü\n'])
  })

  it('of one stream are no part of a line of the other', () => {
    const [first = Buffer.alloc(0), ...others] = framesOf(1, `${'o'.repeat(2 * part)}\n`)
    const lines = linesOf(Buffer.concat([first, frame(2, at(30), 'aside\n'), ...others]))
    expect(texts(lines)).toEqual(['aside\n', `${'o'.repeat(2 * part)}\n`])
  })

  it('have the bytes that the program wrote, also where these are no UTF-8', () => {
    const bytes = Buffer.from([0xff, 0x00, 0xc3, 0x0a])
    expect(linesOf(frame(1, at(0), bytes))[0]?.content).toEqual(bytes)
  })

  it('without an end are handed on in pieces and not kept', () => {
    const answer = Buffer.concat(framesOf(1, 'x'.repeat(8 * part)))
    const lines = linesOf(answer, {longest: 2 * part})
    expect(texts(lines)).toEqual(['x'.repeat(3 * part), 'x'.repeat(3 * part)])
  })
})

it('what a program said last, without a newline, is a line once it has ended', () => {
  const joiner = lineJoiner('json-file')
  expect(joiner.take({stream: 1, nanos: 1n, content: Buffer.from('half')})).toEqual([])
  expect(joiner.isHolding()).toBe(true)
  expect(texts(joiner.finish())).toEqual(['half\n'])
  expect(joiner.isHolding()).toBe(false)
})

it('times are read with nanoseconds and with an offset', () => {
  expect(nanosOf('1970-01-01T00:00:01.000000002Z')).toBe(1_000_000_002n)
  expect(nanosOf('1970-01-01T01:00:01+01:00')).toBe(1_000_000_000n)
  expect(nanosOf('no time')).toBe(0n)
})
