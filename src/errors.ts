/** Exit codes by kind of failure; the table of the manual (`docs/exit-codes.md`) says the same. */
export const EXIT_CODES = {
  E_FAILED: 1,
  E_IO: 1,
  E_DISK_FULL: 1,
  E_DOWNLOAD: 1,
  E_CHECKSUM: 1,
  E_BUSY: 1,
  E_STATE_VERSION: 1,
  E_COMPONENT_CRASHED: 1,
  E_LEFT_BEHIND: 1,
  E_CIPHER: 1,
  E_INTERNAL: 1,
  E_USAGE: 2,
  E_INPUT: 2,
  E_KEY: 2,
  E_LAB_FILE_INVALID: 2,
  E_UNTRUSTED: 2,
  E_COMPONENT_UNKNOWN: 2,
  E_DEPENDENCY_CYCLE: 2,
  E_CHECK_SAYS_NO: 3,
  E_NOT_RUNNING: 4,
  E_NOT_REACHABLE: 4,
  E_PORT_IN_USE: 4,
  E_PREREQUISITE_MISSING: 4,
  E_RUNTIME_UNAVAILABLE: 4,
  E_OFFLINE: 4,
  E_NOT_READY: 5,
  E_COMMAND_UNKNOWN: 127,
  E_HANGUP: 129,
  E_INTERRUPTED: 130,
  E_TERMINATED: 143,
} as const
export type ErrorCode = keyof typeof EXIT_CODES

/** What a command that is told to end by a signal ends with: 128 and the signal's number, as a shell says it. */
const endings: Readonly<Partial<Record<NodeJS.Signals, ErrorCode>>> = {
  SIGHUP: 'E_HANGUP',
  SIGINT: 'E_INTERRUPTED',
  SIGTERM: 'E_TERMINATED',
}

export function endedBy(signal: NodeJS.Signals): MsaError {
  return new MsaError(endings[signal] ?? 'E_INTERRUPTED', `interrupted by ${signal}`, {
    tryThis: ['Run the command again'],
  })
}

/** Somebody told the command to end; what it was doing did not fail. */
export function isEnding(error: unknown): error is MsaError {
  return error instanceof MsaError && Object.values(endings).includes(error.code)
}

/** Its terminal went away: the person did not say that what it began is not wanted (promise P5). */
export function isHangup(error: unknown): boolean {
  return error instanceof MsaError && error.code === 'E_HANGUP'
}

export interface MsaErrorOptions {
  /** What to do next, most useful first. The type asks for at least one. */
  readonly tryThis: readonly [string, ...string[]]
  /** Why it failed: the server's own words, the last log lines, one entry a line. */
  readonly details?: readonly string[]
  readonly ref?: string
  readonly cause?: unknown
}

/** An expected failure: what failed, why, and what to do next. Field names are oclif's own. */
export class MsaError extends Error {
  override readonly name = 'MsaError'
  readonly code: ErrorCode
  readonly suggestions: string[]
  readonly details: readonly string[]
  readonly ref: string | undefined
  readonly oclif: {exit: number}

  constructor(code: ErrorCode, message: string, options: MsaErrorOptions) {
    super(message, {cause: options.cause})
    this.code = code
    this.suggestions = [...options.tryThis]
    this.details = options.details ?? []
    this.ref = options.ref
    this.oclif = {exit: EXIT_CODES[code]}
  }

  toJSON(): SerialisedError {
    return {
      code: this.code,
      message: this.message,
      details: this.details,
      tryThis: this.suggestions,
      exitCode: this.oclif.exit,
    }
  }
}

export interface SerialisedError {
  readonly code: ErrorCode
  readonly message: string
  readonly details: readonly string[]
  readonly tryThis: readonly string[]
  readonly exitCode: number
}

/** An error that crossed a socket becomes one again. */
export function reviveError(error: SerialisedError): MsaError {
  const [first = 'Run the command again with DEBUG=msa* and report what it prints', ...rest] = error.tryThis
  return new MsaError(error.code, error.message, {tryThis: [first, ...rest], details: error.details})
}

/** The words of any thrown value, for a sentence of our own. */
export function reasonOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return reasonOf(error.errors[0])
  return error instanceof Error ? error.message : String(error)
}

/** The system's error code (`ENOENT`, `EADDRINUSE` …) of a thrown value, if it has one. */
export function systemCode(error: unknown): string | undefined {
  if (error instanceof AggregateError && error.errors.length > 0) return systemCode(error.errors[0])
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
}
