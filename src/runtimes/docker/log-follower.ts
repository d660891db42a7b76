import {open} from 'node:fs/promises'
import type Docker from 'dockerode'
import type {Clock} from '../../platform/clock.js'
import {isNotFound} from './engine-error.js'
import {frameReader, type LineJoiner, type LogLine, lineJoiner} from './log-frames.js'
import type {LogDriver} from './open-engine.js'

/** Copies what a container writes into the task's log file, on and on, also over an engine that goes away and comes back. */
export interface LogFollower {
  /** Resolves when all that the ended container wrote is in the file. */
  readonly done: Promise<void>
  stop(): void
}

const reconnectMs = 500

export interface FollowLogs {
  readonly logFile: string
  /** Nothing up to this (nanoseconds since 1970) is copied: a later msa goes on where an earlier one was. */
  readonly since: bigint
  readonly logDriver: LogDriver
  readonly clock: Clock
}

export function followLogs(docker: Docker, id: string, {logFile, since, logDriver, clock}: FollowLogs): LogFollower {
  const over = new AbortController()
  let stream: NodeJS.ReadableStream | undefined
  const stop = () => {
    over.abort()
    if (stream !== undefined && 'destroy' in stream) (stream as NodeJS.ReadStream).destroy()
  }
  return {done: follow(), stop}

  async function follow(): Promise<void> {
    const position: Position = {resumeAt: since, written: new Map()}
    let hasEnded = false
    while (!over.signal.aborted) {
      const lines = lineJoiner(logDriver)
      try {
        await copyOnce(lines, position)
        if (hasEnded) return await append(lines.finish())
        hasEnded = !(await docker.getContainer(id).inspect()).State.Running
        // An answer may end before what the program said last, without a newline, is in the engine's log.
        if (hasEnded) continue
      } catch (error) {
        if (isNotFound(error)) return
      }
      await clock.sleep(reconnectMs, over.signal)
    }
  }

  /** Rejects when the connection is cut: the line that was under way comes again, whole. */
  async function copyOnce(lines: LineJoiner, position: Position): Promise<void> {
    const options = {follow: true as const, stdout: true, stderr: true, timestamps: true}
    const opened = await docker.getContainer(id).logs({...options, since: sinceOf(position.resumeAt)})
    stream = opened
    const reader = frameReader()
    const before = new Map(position.written)
    for await (const chunk of opened) {
      // The engine's `since` includes its own moment.
      const frames = reader.take(chunk as Buffer).filter(({stream, nanos}) => nanos > (before.get(stream) ?? since))
      const complete = frames.flatMap(lines.take)
      await append(complete)
      for (const line of complete) position.written.set(line.stream, line.nanos)
      if (!lines.isHolding()) position.resumeAt = frames.at(-1)?.nanos ?? position.resumeAt
    }
  }

  async function append(lines: readonly LogLine[]): Promise<void> {
    if (lines.length === 0) return
    const file = await open(logFile, 'a', 0o600)
    try {
      await file.appendFile(Buffer.concat(lines.map(({content}) => content)))
    } finally {
      await file.close()
    }
  }
}

/** How far the file is. While one stream is in the middle of a line, the other goes on. */
interface Position {
  resumeAt: bigint
  readonly written: Map<number, bigint>
}

/** Seconds and nanoseconds as the engine takes them; its client's type knows whole seconds only. */
function sinceOf(nanos: bigint): number {
  const text = `${nanos / 1_000_000_000n}.${String(nanos % 1_000_000_000n).padStart(9, '0')}`
  return text as unknown as number
}
