import {systemClock} from '../platform/clock.js'
import {fileSize} from '../platform/files.js'
import type {LogLine} from './log-line.js'
import {type LineTest, mergeByTime} from './merge.js'
import {followLog, type LogFile, readLog, readLogEnd} from './read-log.js'

export interface ShowLogs {
  readonly files: readonly LogFile[]
  /** Last lines of each; undefined for all of them. */
  readonly tail: number | undefined
  readonly follow: boolean
  readonly test: LineTest
}

const pollMs = 100

/** Lines of several logs in the order of time, then, when followed, the new ones as they come. */
export async function* showLogs({files, tail, follow, test}: ShowLogs, signal: AbortSignal): AsyncGenerator<LogLine> {
  const ends = await Promise.all(files.map(async file => (await fileSize(file.path)) ?? 0))
  const sources = files.map(file => (tail === undefined ? readLog(file) : endOf(file, tail)))
  for await (const line of mergeByTime(sources)) {
    if (signal.aborted) return
    if (test(line)) yield line
  }
  if (!follow) return
  const pause = () => systemClock.sleep(pollMs, signal)
  const streams = files.map((file, index) => followLog(file, ends[index] ?? 0, pause, signal))
  for await (const line of asTheyCome(streams)) if (test(line)) yield line
}

async function* endOf(file: LogFile, count: number): AsyncGenerator<LogLine> {
  yield* await readLogEnd(file, count)
}

/** Each stream's next line is waited for at the same time; whichever comes first is next. */
async function* asTheyCome(streams: readonly AsyncGenerator<LogLine>[]): AsyncGenerator<LogLine> {
  const next = (stream: AsyncGenerator<LogLine>) => stream.next().then(result => ({stream, result}))
  const waiting = new Map(streams.map(stream => [stream, next(stream)]))
  while (waiting.size > 0) {
    const {stream, result} = await Promise.race(waiting.values())
    if (result.done) waiting.delete(stream)
    else {
      waiting.set(stream, next(stream))
      yield result.value
    }
  }
}
