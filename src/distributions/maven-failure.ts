import {type ErrorCode, MsaError} from '../errors.js'

/** A fetch that failed. `resumable`: what has come so far is good, and the next try may build on it. */
export interface FetchFailure {
  readonly error: MsaError
  readonly resumable: boolean
}

const checkMirror = 'Check the mirror in ~/.m2/settings.xml'

/** What Maven's own words mean. Pure, so that each case has its test. */
export function mavenFailure(output: string, exitCode: number | null): FetchFailure {
  const words = errorLines(output)
  const text = words.join('\n')
  const details = words.length > 0 ? words.slice(0, 6) : lastLines(output, 6)
  const failure = (code: ErrorCode, message: string, tryThis: readonly [string, ...string[]]) =>
    new MsaError(code, message, {details, tryThis})
  if (/No space left on device|Disk quota exceeded/i.test(text)) return {error: diskFull(details), resumable: false}
  if (/checksum validation failed/i.test(text)) {
    const message = 'what Maven fetched is not what its repository says it is'
    return {error: failure('E_CHECKSUM', message, ['Run the command again', checkMirror]), resumable: false}
  }
  if (/Could not find artifact/.test(text)) {
    const message = "the repository hasn't got what msa needs"
    return {error: failure('E_DOWNLOAD', message, [`${checkMirror}: it must serve Maven Central`]), resumable: true}
  }
  if (isTransfer(text)) return {error: cut('Maven could not fetch what msa needs', details), resumable: true}
  const message = `Maven ended with ${exitCode === null ? 'a signal' : `exit code ${exitCode}`}`
  return {
    error: failure('E_DOWNLOAD', message, ['Check that Maven works: mvn --version', checkMirror]),
    resumable: false,
  }
}

export function cut(message: string, details: readonly string[] = []): MsaError {
  return new MsaError('E_DOWNLOAD', message, {
    details,
    tryThis: [
      'Run the command again: it goes on where it stopped',
      'Check the network, and proxy or mirror in ~/.m2/settings.xml',
    ],
  })
}

function diskFull(details: readonly string[]): MsaError {
  return new MsaError('E_DISK_FULL', 'the disk is full: Maven could not write what it fetched', {
    details,
    tryThis: ['See what is full: df -h; df -i', 'Use another folder: MSA_CACHE_DIR=/path msa fetch'],
  })
}

/** Did the way fail, and not what came along it? */
function isTransfer(text: string): boolean {
  return /Could not transfer|Premature end|Connection (reset|refused)|timed? ?out|Unknown ?Host|Network is unreachable/i.test(
    text,
  )
}

/** Maven says the same in up to three lines, each with its own frame. */
function errorLines(output: string): string[] {
  const lines = output
    .split('\n')
    .map(plain)
    .filter(line => /^\[(ERROR|FATAL)\]|^Exception|^Error:|No space left/.test(line))
    .map(line => line.replace(/^\[\w+\]\s*/, '').slice(0, 400))
    .filter(line => line !== '' && !/^(->|To see|Re-run|For more|After correcting|mvn <args>|\[Help)/.test(line))
  return [...new Set(lines)]
}

function lastLines(output: string, count: number): string[] {
  return output
    .split('\n')
    .map(plain)
    .filter(line => line.trim() !== '')
    .slice(-count)
}

/** Without colours, and without anything else that would steer a terminal. */
function plain(line: string): string {
  return line.replaceAll(/\x1b\[[\d;]*m/g, '').replaceAll(/[\x00-\x08\x0b-\x1f\x7f-\x9f]/g, '')
}
