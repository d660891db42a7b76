import {createReadStream} from 'node:fs'
import {StringDecoder} from 'node:string_decoder'
import {logLimit} from '../lab/log-limit.js'
import {fileSize, pathExists} from '../platform/files.js'
import {lastLines} from '../platform/log-file.js'
import {type LogLine, maxLineBytes, parseLogLine} from './log-line.js'

export interface LogFile {
  readonly component: string
  readonly path: string
}

/** Every line of a log, the rotated files first, oldest first. */
export async function* readLog({component, path}: LogFile): AsyncGenerator<LogLine> {
  let previousMs: number | undefined
  for (const part of [...rotatedParts(path), path].filter(pathExists)) {
    for await (const text of linesOf(part)) {
      const line = parseLogLine(component, text, previousMs)
      previousMs = line.atMs
      yield line
    }
  }
}

/** The last lines of a log; of the file before it when it is shorter. */
export async function readLogEnd({component, path}: LogFile, count: number): Promise<LogLine[]> {
  const own = await lastLines(path, count)
  const older = own.length < count && pathExists(`${path}.1`) ? await lastLines(`${path}.1`, count - own.length) : []
  let previousMs: number | undefined
  return [...older, ...own].map(text => {
    const line = parseLogLine(component, text, previousMs)
    previousMs = line.atMs
    return line
  })
}

/** Lines that are written after `from`, until the signal. A log that was cut or replaced is read from its beginning. */
export async function* followLog(
  {component, path}: LogFile,
  from: number,
  pause: () => Promise<void>,
  signal: AbortSignal,
): AsyncGenerator<LogLine> {
  let position = from
  let rest = ''
  let previousMs: number | undefined
  const decoder = new StringDecoder('utf8')
  while (!signal.aborted) {
    const size = (await fileSize(path)) ?? 0
    if (size < position) position = 0
    if (size === position) {
      await pause()
      continue
    }
    for await (const chunk of createReadStream(path, {start: position, end: size - 1})) {
      position += (chunk as Buffer).length
      const lines = (rest + decoder.write(chunk as Buffer)).split('\n')
      rest = (lines.pop() ?? '').slice(0, maxLineBytes)
      for (const text of lines) {
        const line = parseLogLine(component, text, previousMs)
        previousMs = line.atMs
        yield line
      }
    }
  }
}

function rotatedParts(path: string): string[] {
  return Array.from({length: logLimit.maxFiles - 1}, (_, index) => `${path}.${logLimit.maxFiles - 1 - index}`)
}

async function* linesOf(path: string): AsyncGenerator<string> {
  let rest = ''
  for await (const chunk of createReadStream(path, {encoding: 'utf8'})) {
    const lines = (rest + String(chunk)).split('\n')
    rest = (lines.pop() ?? '').slice(0, maxLineBytes)
    yield* lines
  }
  if (rest !== '') yield rest
}
