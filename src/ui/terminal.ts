/**
 * The only writer to the terminal. Its rules:
 * data goes to stdout, everything else (progress, notes, questions, errors) to stderr, so that every command pipes cleanly;
 * colour only on a TTY (`NO_COLOR`, `FORCE_COLOR`, `TERM=dumb` honoured) and never as the only carrier of a meaning;
 * no output has an escape sequence when it is piped; a closed pipe (`| head`) is a normal end.
 */
import {Chalk, type ChalkInstance, chalkStderr, supportsColor, supportsColorStderr} from 'chalk'
import {reasonOf, systemCode} from '../errors.js'
import {writeNow} from '../platform/write-now.js'

export interface Terminal {
  readonly isInteractive: boolean
  readonly stderrIsInteractive: boolean
  /** At least 40; a pseudo terminal without a size says 0 or 1. */
  readonly columns: number
  /** Of stderr, where live lists are drawn. */
  readonly rows: number
  /** Paint for stdout. */
  readonly paint: ChalkInstance
  /** Paint for stderr. */
  readonly paintNote: ChalkInstance
  /** Writes data; waits while the reader is slow. */
  data(text: string | Uint8Array): Promise<void>
  /** Writes bytes as they are; resolves when the system has them, so that their buffer may be used again. */
  bytes(chunk: Uint8Array): Promise<void>
  /** Writes a line for the person, to stderr. */
  note(text: string): void
  /** Before the process ends in the middle of a live list: what was hidden is seen again. */
  showCursor(): void
}

export function createTerminal(
  stdout: NodeJS.WriteStream = process.stdout,
  stderr: NodeJS.WriteStream = process.stderr,
  env: NodeJS.ProcessEnv = process.env,
): Terminal {
  const dumb = env.TERM === 'dumb' || columnsOf(stderr) < 40
  // Before oclif's own listener, which throws whatever is not a closed pipe.
  stdout.prependListener('error', endOnWriteError)
  stderr.on('error', () => undefined)
  return {
    isInteractive: hasSize(stdout) && !dumb && !isCi(env),
    stderrIsInteractive: hasSize(stderr) && !dumb && !isCi(env),
    columns: Math.max(40, columnsOf(stdout)),
    get rows() {
      return hasSize(stderr) ? stderr.rows : usualRows
    },
    paint: new Chalk({level: env.TERM === 'dumb' ? 0 : supportsColor ? supportsColor.level : 0}),
    paintNote: env.TERM === 'dumb' ? new Chalk({level: 0}) : supportsColorStderr ? chalkStderr : new Chalk({level: 0}),
    async data(text) {
      if (stdout.write(text)) return
      await new Promise<void>(resolve => stdout.once('drain', resolve))
    },
    bytes: chunk => new Promise(resolve => stdout.write(chunk, () => resolve())),
    note(text) {
      stderr.write(`${text}\n`)
    },
    showCursor() {
      // A live list holds back what is written to the stream itself.
      if (hasSize(stderr)) writeNow(2, cursorShown)
    },
  }
}

/** In a pseudo terminal of no size nothing that is drawn would be seen. */
function hasSize(stream: NodeJS.WriteStream): boolean {
  return stream.isTTY === true && stream.columns > 1 && stream.rows > 1
}

const usualRows = 24

const cursorShown = '\u001b[?25h'

function columnsOf(stream: NodeJS.WriteStream): number {
  return stream.isTTY === true && stream.columns > 1 ? stream.columns : 80
}

function isCi(env: NodeJS.ProcessEnv): boolean {
  return env.CI !== undefined && env.CI !== '' && env.CI !== 'false' && env.CI !== '0'
}

/** `| head` closed the pipe: a normal end. A full disk behind `>` is not. */
function endOnWriteError(error: Error): never {
  if (systemCode(error) === 'EPIPE') process.exit(0)
  process.stderr.write(`msa: cannot write output: ${systemCode(error) ?? reasonOf(error)}\n`)
  process.exit(1)
}
