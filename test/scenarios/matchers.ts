import {expect} from 'vitest'
import type {Ended} from './run-msa.js'

declare module 'vitest' {
  interface Matchers<T> {
    /** The exit code of a command; where it was another one, the failure tells what the command said. */
    toHaveEndedWith(exitCode: number): T
  }
}

expect.extend({
  toHaveEndedWith({exitCode, stdout, stderr}: Ended, expected: number) {
    return {
      pass: exitCode === expected,
      message: () =>
        `ended with ${exitCode}${this.isNot ? '' : `, not ${expected}`}; it said:\n${lastOf(stdout)}\n${lastOf(stderr)}`,
    }
  },
})

function lastOf(text: string): string {
  return text.length > 4000 ? `…${text.slice(-4000)}` : text
}
