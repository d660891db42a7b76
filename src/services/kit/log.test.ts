import {describe, expect, it} from 'vitest'
import {createLog} from './log.js'

const trace = {traceId: '463ac35c9f6413ad48485a3953bb6124', spanId: 'a2fb4a1d1a96d312'}

function logged(format: 'pattern' | 'json', currentTrace: () => typeof trace | undefined = () => trace) {
  const lines: string[] = []
  const log = createLog({app: 'user-service', currentTrace, write: line => lines.push(line)})
  log.setFormat(format)
  return {log, lines}
}

describe('a line of the log', () => {
  it('in JSON has the trace of its request in fields of their own', () => {
    const {log, lines} = logged('json')
    log.info('user added')
    expect(lines.map(line => JSON.parse(line))).toEqual([
      expect.objectContaining({app: 'user-service', message: 'user added', pid: process.pid, ...trace}),
    ])
  })

  it("for people has it in Sleuth's brackets", () => {
    const {log, lines} = logged('pattern')
    log.warn('user added')
    expect(lines[0]).toContain(` WARN [user-service,${trace.traceId},${trace.spanId}] ${process.pid} --- user added\n`)
  })

  it('outside any request has no trace', () => {
    const json = logged('json', () => undefined)
    json.log.info('ready')
    expect(JSON.parse(json.lines[0] ?? '')).not.toHaveProperty('traceId')
    const pattern = logged('pattern', () => undefined)
    pattern.log.info('ready')
    expect(pattern.lines[0]).toContain(' INFO [user-service,,] ')
  })

  it.each(['json', 'pattern'] as const)('is one line in the form %s, whatever a request put into it (T18)', format => {
    const {log, lines} = logged(format)
    log.info('a\n2026-01-01 INFO forged \u001b[2J')
    expect(lines).toHaveLength(1)
    expect(lines[0]?.slice(0, -1)).not.toMatch(/[\u0000-\u001f]/)
  })
})
