import {appendFileSync, mkdtempSync, rmSync, truncateSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import {type LogLine, parseLogLine} from './log-line.js'
import {lineTest, mergeByTime} from './merge.js'
import {followLog, readLog, readLogEnd} from './read-log.js'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'logs-'))
})
afterEach(() => rmSync(folder, {recursive: true, force: true}))

const logOf = (component: string) => ({component, path: join(folder, `${component}.log`)})
async function collect(lines: AsyncGenerator<LogLine>): Promise<string[]> {
  const texts: string[] = []
  for await (const line of lines) texts.push(line.text)
  return texts
}

describe('the time of a line', () => {
  it.each([
    ['{"time":1700000000000,"msg":"x"}', 1_700_000_000_000],
    ['{"@timestamp":"2026-01-02T03:04:05.678Z"}', Date.UTC(2026, 0, 2, 3, 4, 5, 678)],
    ['2026-01-02T03:04:05Z hello', Date.UTC(2026, 0, 2, 3, 4, 5)],
    ['[2026-01-02 03:04:05,678] INFO x', new Date(2026, 0, 2, 3, 4, 5, 678).getTime()],
    ['2026-01-02  3:04:05 0 [Note] MariaDB', new Date(2026, 0, 2, 3, 4, 5).getTime()],
  ])('is read from %s', (text, atMs) => {
    expect(parseLogLine('x', text, undefined).atMs).toBe(atMs)
  })

  it('of a stack trace is that of the line before', () => {
    expect(parseLogLine('x', '\tat java.base/x', 42).atMs).toBe(42)
  })

  it('is not looked for far inside the text, and broken JSON is text', () => {
    expect(parseLogLine('x', `${'x'.repeat(100)}2026-01-02T03:04:05Z`, undefined).atMs).toBeUndefined()
    expect(parseLogLine('x', '{"time": }', undefined).json).toBeUndefined()
  })
})

describe('several logs', () => {
  it('are merged by time, each in its own order', async () => {
    writeFileSync(logOf('a').path, '2026-01-01T00:00:01Z a1\n  a2\n2026-01-01T00:00:04Z a3\n')
    writeFileSync(logOf('b').path, '2026-01-01T00:00:02Z b1\n2026-01-01T00:00:03Z b2\n')
    const texts = await collect(mergeByTime([readLog(logOf('a')), readLog(logOf('b'))]))
    expect(texts.map(text => text.trim().slice(-2))).toEqual(['a1', 'a2', 'b1', 'b2', 'a3'])
  })
})

describe('reading', () => {
  it('begins with the oldest rotated file', async () => {
    writeFileSync(`${logOf('a').path}.2`, 'one\n')
    writeFileSync(`${logOf('a').path}.1`, 'two\n')
    writeFileSync(logOf('a').path, 'three\n')
    expect(await collect(readLog(logOf('a')))).toEqual(['one', 'two', 'three'])
  })

  it('of the last lines reaches into the rotated file when the log is short', async () => {
    writeFileSync(`${logOf('a').path}.1`, 'one\ntwo\n')
    writeFileSync(logOf('a').path, 'three\n')
    expect((await readLogEnd(logOf('a'), 2)).map(({text}) => text)).toEqual(['two', 'three'])
  })

  it('P16: a line of any length is cut at 1 MiB', async () => {
    writeFileSync(logOf('a').path, 'x'.repeat(3 << 20))
    const [line = ''] = await collect(readLog(logOf('a')))
    expect(line.length).toBeLessThanOrEqual(1 << 20)
  })

  it('P16: following goes on at the beginning of a log that was rotated, and joins a line that came in two parts', async () => {
    const log = logOf('a')
    writeFileSync(log.path, 'before\n')
    const ended = new AbortController()
    const steps = [
      () => appendFileSync(log.path, 'half'),
      () => appendFileSync(log.path, ' and half\n'),
      () => truncateSync(log.path, 0),
      () => appendFileSync(log.path, 'new\n'),
      () => ended.abort(),
    ]
    const pause = async () => steps.shift()?.()
    expect(await collect(followLog(log, 7, pause, ended.signal))).toEqual(['half and half', 'new'])
  })
})

describe('the lines that are wanted', () => {
  const line = (text: string, atMs?: number): LogLine => ({component: 'x', text, atMs, json: undefined})
  const all = {grep: undefined, sinceMs: undefined, traceId: undefined}

  it('match the expression, are new enough and hold the trace', async () => {
    const test = await lineTest({grep: 'o+ps', sinceMs: 100, traceId: 'abc'})
    expect(test(line('ooops abc', 100))).toBe(true)
    expect([
      test(line('ooops abc', 99)),
      test(line('ooops', 100)),
      test(line('abc', 100)),
      test(line('oops abc')),
    ]).toEqual([false, false, false, false])
  })

  it('B100: a bad expression is refused by the name of its flag', async () => {
    await expect(lineTest({...all, grep: '('})).rejects.toMatchObject({code: 'E_INPUT'})
  })

  it('T32: an expression that is meant to hang does not', async () => {
    const test = await lineTest({...all, grep: '(a+)+$'})
    const began = performance.now()
    test(line(`${'a'.repeat(50_000)}!`))
    expect(performance.now() - began).toBeLessThan(5000)
  })
})
