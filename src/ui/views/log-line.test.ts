import {Chalk} from 'chalk'
import {describe, expect, it} from 'vitest'
import {logLineView} from './log-line.js'

const view = logLineView(['rabbitmq'], new Chalk({level: 0}))
const shown = (text: string) => view({component: 'rabbitmq', text, json: undefined, atMs: 0})

describe('a line of a log', () => {
  it("comes without the program's own colours", () => {
    expect(shown('\u001b[38;5;214m[warning] closing\u001b[0m')).toBe('[warning] closing\n')
  })

  it('comes without a DOS line end', () => {
    expect(shown('Crash dump is being written\r')).toBe('Crash dump is being written\n')
  })

  it('keeps the indent of a stack trace', () => {
    expect(shown('\tat java.base/java.lang.Thread.run')).toBe('    at java.base/java.lang.Thread.run\n')
  })

  it('never steers the terminal', () => {
    expect(shown('\u001b[2J\u001b]0;title\u0007')).toBe('\\x1b[2J\\x1b]0;title\\x07\n')
  })
})
