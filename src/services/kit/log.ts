import pino from 'pino'
import type {TraceIds} from './tracing/tracing.js'

export interface Log {
  debug(message: string): void
  info(message: string): void
  warn(message: string): void
  error(message: string): void
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

const levelNames: Readonly<Record<number, string>> = {10: 'TRACE', 20: 'DEBUG', 30: ' INFO', 40: ' WARN', 50: 'ERROR'}

/** Every line has the trace: in Sleuth's way `[app,traceId,spanId]`, or as the fields `traceId` and `spanId`. */
export function createLog(options: LogOptions): Log {
  const out = options.write === undefined ? turnBuffered() : {write: options.write, flush: () => undefined}
  let format: 'pattern' | 'json' = 'pattern'
  const logger = pino(
    {
      base: {app: options.app, pid: process.pid},
      messageKey: 'message',
      timestamp: () => `,"timestamp":"${new Date().toISOString()}"`,
      mixin: () => options.currentTrace() ?? {},
    },
    {write: (line: string) => out.write(format === 'json' ? line : patternLine(options.app, JSON.parse(line)))},
  )
  return {
    debug: message => logger.debug(message),
    info: message => logger.info(message),
    warn: message => logger.warn(message),
    error: message => logger.error(message),
    setLevel: level => {
      const name = level.toLowerCase()
      if (name in logger.levels.values) logger.level = name
    },
    setFormat: wanted => {
      format = wanted
    },
    flush: () => out.flush(),
  }
}

interface LogRecord {
  readonly timestamp: string
  readonly level: number
  readonly message: string
  readonly pid: number
  readonly traceId?: string
  readonly spanId?: string
}

function patternLine(app: string, record: LogRecord): string {
  const time = record.timestamp.replace('T', ' ').replace('Z', '')
  const trace = `[${app},${record.traceId ?? ''},${record.spanId ?? ''}]`
  return `${time} ${levelNames[record.level] ?? record.level} ${trace} ${record.pid} --- ${oneLine(record.message)}\n`
}

/** One record is one line, whatever a request put into it; no control character reaches a terminal that follows the log. */
function oneLine(text: string): string {
  return text.replace(/[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g, character =>
    character === '\n' ? '\\n' : `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

/** Lines of one turn of the event loop leave in one write: at once when idle, in batches under load. */
function turnBuffered() {
  const destination = pino.destination({dest: 1, sync: true, minLength: 16_000})
  let scheduled = false
  const flush = () => {
    scheduled = false
    try {
      destination.flushSync()
    } catch {
      // A full disk or a closed pipe must not end a service that still answers.
    }
  }
  destination.on('error', () => undefined)
  return {
    flush,
    write(line: string) {
      destination.write(line)
      if (scheduled) return
      scheduled = true
      setImmediate(flush)
    },
  }
}
