import {createWriteStream} from 'node:fs'
import {PassThrough} from 'node:stream'
import type Docker from 'dockerode'
import type {Clock} from '../../platform/clock.js'
import {isNotFound} from './engine-error.js'

/** Copies what a container writes into the task's log file, on and on, also over an engine that goes away and comes back. */
export interface LogFollower {
  /** Resolves when all that the ended container wrote is in the file. */
  readonly done: Promise<void>
  stop(): void
}

const reconnectMs = 500

/** Nothing up to `since` (nanoseconds since 1970) is copied: a later msa goes on where an earlier one was. */
export function followLogs(
  docker: Docker,
  id: string,
  {logFile, since, clock}: {readonly logFile: string; readonly since: bigint; readonly clock: Clock},
): LogFollower {
  const over = new AbortController()
  let stream: NodeJS.ReadableStream | undefined
  const stop = () => {
    over.abort()
    if (stream !== undefined && 'destroy' in stream) (stream as NodeJS.ReadStream).destroy()
  }
  return {done: follow(), stop}

  async function follow(): Promise<void> {
    const position = {nanos: since}
    while (!over.signal.aborted) {
      try {
        await copyOnce(position)
        if (!(await docker.getContainer(id).inspect()).State.Running) return
      } catch (error) {
        if (isNotFound(error)) return
      }
      await clock.sleep(reconnectMs, over.signal)
    }
  }

  async function copyOnce(position: {nanos: bigint}): Promise<void> {
    const options = {follow: true as const, stdout: true, stderr: true, timestamps: true}
    const opened = await docker.getContainer(id).logs({...options, since: sinceOf(position.nanos)})
    stream = opened
    const lines = new PassThrough()
    const file = createWriteStream(logFile, {flags: 'a', mode: 0o600})
    docker.modem.demuxStream(opened, lines, lines)
    const ended = new Promise<void>(resolve => {
      opened.once('end', resolve)
      opened.once('close', resolve)
      opened.once('error', resolve)
    })
    void ended.then(() => lines.end())
    await writeLines(lines, file, position)
  }
}

/** Each line begins with the engine's time (RFC 3339, nanoseconds), which is the position to go on from and is not written. */
async function writeLines(lines: PassThrough, file: NodeJS.WritableStream, position: {nanos: bigint}): Promise<void> {
  const from = position.nanos
  let rest = ''
  for await (const chunk of lines) {
    const parts = (rest + String(chunk)).split('\n')
    rest = parts.pop() ?? ''
    for (const part of parts) {
      const space = part.indexOf(' ')
      const nanos = nanosOf(part.slice(0, space))
      // The engine's `since` includes its own moment.
      if (nanos <= from) continue
      position.nanos = nanos
      file.write(`${part.slice(space + 1)}\n`)
    }
  }
  await new Promise<void>(resolve => file.end(resolve))
}

function nanosOf(time: string): bigint {
  const [whole = '', fraction = ''] = time.replace(/Z$/, '').split('.')
  const milliseconds = Date.parse(`${whole}Z`)
  return Number.isNaN(milliseconds)
    ? 0n
    : BigInt(milliseconds) * 1_000_000n + BigInt(fraction.padEnd(9, '0').slice(0, 9))
}

/** Seconds and nanoseconds as the engine takes them; its client's type knows whole seconds only. */
function sinceOf(nanos: bigint): number {
  const text = `${nanos / 1_000_000_000n}.${String(nanos % 1_000_000_000n).padStart(9, '0')}`
  return text as unknown as number
}
