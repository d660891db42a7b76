import {spawn} from 'node:child_process'
import {closeSync, openSync} from 'node:fs'
import {systemClock} from './clock.js'
import {readLastBytes} from './last-bytes.js'
import type {ProgramEnd} from './run-program.js'

export interface RunToFile {
  readonly env: NodeJS.ProcessEnv
  /** Where the program writes, from its beginning. */
  readonly logFile: string
  readonly onOutput: (text: string) => void
}

const lookEveryMs = 250
const keptOutput = 262_144

/**
 * Runs a program that must come to its end whatever happens to us: in a session of its own, where no Ctrl-C reaches it, and writing to a
 * file, since a pipe would break with us.
 */
export async function runToFile(command: string, args: readonly string[], options: RunToFile): Promise<ProgramEnd> {
  const log = openSync(options.logFile, 'w', 0o600)
  const ended = new AbortController()
  const told = tellOutput(options, ended.signal)
  try {
    const child = spawn(command, [...args], {env: options.env, detached: true, stdio: ['ignore', log, log]})
    const exitCode = await new Promise<number | null>((resolve, reject) =>
      child.once('error', reject).once('close', resolve),
    )
    const {text} = await readLastBytes(options.logFile, {from: 0, maxBytes: keptOutput})
    return {exitCode, timedOut: false, output: text}
  } finally {
    ended.abort()
    await told
    closeSync(log)
  }
}

async function tellOutput({logFile, onOutput}: RunToFile, ended: AbortSignal): Promise<void> {
  for (let from = 0; ; ) {
    const isLast = ended.aborted
    const {text, size} = await readLastBytes(logFile, {from, maxBytes: keptOutput})
    if (text !== '') onOutput(text)
    from += size
    if (isLast) return
    await systemClock.sleep(lookEveryMs, ended)
  }
}
