import {type ErrorCode, MsaError} from '../errors.js'
import type {ProgramEnd} from '../platform/run-program.js'

interface Meaning {
  readonly pattern: RegExp
  readonly code: ErrorCode
  readonly message: string
  readonly tryThis: string
}

const meanings: readonly Meaning[] = [
  {
    pattern: /No space left on device|enough free space/,
    code: 'E_DISK_FULL',
    message: 'the disk is full: the package manager could not install',
    tryThis: 'See what is full: df -h; df -i',
  },
  {
    pattern: /Could not get lock|Unable to lock|another process is using|already running/i,
    code: 'E_BUSY',
    message: 'another package manager is at work',
    tryThis: 'Run the command again when it has ended',
  },
  {
    pattern: /Unable to fetch|Failed to fetch|Could not resolve|Temporary failure|Could not connect|Connection failed/,
    code: 'E_DOWNLOAD',
    message: 'the package manager could not fetch the packages',
    tryThis: 'Check the network, then run the command again',
  },
]

/** What the package manager's own words mean. */
export function installFailure({shown}: {readonly shown: readonly string[]}, {output, exitCode}: ProgramEnd): MsaError {
  const meaning = meanings.find(({pattern}) => pattern.test(output))
  const lines = output.split('\n').filter(line => line.trim() !== '')
  const errors = lines.filter(line => /^(E:|Err:|Error:|dpkg: error)/.test(line))
  return new MsaError(
    meaning?.code ?? 'E_FAILED',
    meaning?.message ?? `the package manager ended with ${exitCode ?? 'a signal'}`,
    {
      details: (errors.length > 0 ? errors : lines).slice(-8),
      tryThis: [meaning?.tryThis ?? 'See what it says when you run it yourself', ...shown.slice(-1)],
    },
  )
}
