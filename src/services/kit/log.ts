import pino from 'pino'
import type {TraceIds} from './tracing/tracing.js'

/** `trace` stands for the trace of the request being served, where that is known without looking. */
export interface Log {
  debug(message: string, trace?: TraceIds): void
  info(message: string, trace?: TraceIds): void
  warn(message: string, trace?: TraceIds): void
  error(message: string, trace?: TraceIds): void
  setLevel(level: string): void
  /** Pattern lines for people, or JSON lines for programs. */
  setFormat(format: 'pattern' | 'json'): void
  flush(): void
}

export interface LogOptions {
  readonly app: string
  /** Ids of the request being served at this moment. */
  readonly currentTrace: () => TraceIds | undefined
  readonly write?: (line: string) => void
}

type Level = 'debug' | 'info' | 'warn' | 'error'
const shownLevels: Readonly<Record<Level, string>> = {debug: 'DEBUG', info: ' INFO', warn: ' WARN', error: 'ERROR'}

/** Every line has the trace: in Sleuth's way `[app,traceId,spanId]`, or as the fields `traceId` and `spanId`. */
export function createLog({app, currentTrace, write}: LogOptions): Log {
  const out = write === undefined ? batched(process.stdout) : {write, flush: () => undefined}
  let format: 'pattern' | 'json' = 'pattern'
  const logger = pino(
    {
      base: {app, pid: process.pid},
      messageKey: 'message',
      timestamp: () => `,"timestamp":"${new Date().toISOString()}"`,
    },
    {write: out.write},
  )
  const say =
    (level: Level) =>
    (message: string, trace = currentTrace()) => {
      if (format === 'json') logger[level](trace ?? {}, message)
      else if (logger.isLevelEnabled(level)) out.write(patternLine(app, level, trace, message))
    }
  return {
    debug: say('debug'),
    info: say('info'),
    warn: say('warn'),
    error: say('error'),
    setLevel: level => {
      const name = level.toLowerCase()
      if (name in logger.levels.values) logger.level = name
    },
    setFormat: wanted => {
      format = wanted
    },
    flush: out.flush,
  }
}

function patternLine(app: string, level: Level, ids: TraceIds | undefined, message: string): string {
  const time = new Date().toISOString().replace('T', ' ').slice(0, -1)
  const trace = `[${app},${ids?.traceId ?? ''},${ids?.spanId ?? ''}]`
  return `${time} ${shownLevels[level]} ${trace} ${process.pid} --- ${oneLine(message)}\n`
}

/** One record is one line, whatever a request put into it; no control character reaches a terminal that follows the log. */
function oneLine(text: string): string {
  return text.replace(/[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g, character =>
    character === '\n' ? '\\n' : `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

/** Pause between two writes under load; the first line after a quiet moment leaves with its turn of the event loop. */
const writePauseMs = 5

const ignore = () => undefined

/** Lines leave at once when idle and in batches under load, when a write for each would cost more than the lines. */
function batched(stream: NodeJS.WriteStream) {
  let lines = ''
  let lastWriteMs = 0
  const flush = () => {
    const batch = lines
    lines = ''
    lastWriteMs = performance.now()
    if (batch !== '') stream.write(batch)
  }
  // A full disk or a closed pipe must not end a service that still answers.
  if (!stream.listeners('error').includes(ignore)) stream.on('error', ignore)
  return {
    flush,
    write(line: string) {
      const isFirst = lines === ''
      lines += line
      if (!isFirst) return
      if (performance.now() - lastWriteMs > writePauseMs) setImmediate(flush)
      else setTimeout(flush, writePauseMs)
    },
  }
}
