import {spawn} from 'node:child_process'
import {closeSync, openSync} from 'node:fs'
import {MsaError, reasonOf, systemCode} from '../errors.js'
import {ioError} from './files.js'

export interface RunWithFiles {
  readonly env: NodeJS.ProcessEnv
  /** Read as stdin; nothing without it. */
  readonly input?: string
  /** Written as stdout, mode 0600; our own stdout without it. */
  readonly output?: string
}

export interface FileRunEnd {
  readonly exitCode: number
  readonly stderr: string
}

const keptStderr = 16_384

/** Runs a program whose input and output are files of any size: nothing of them passes through our memory. */
export async function runWithFiles(
  command: string,
  args: readonly string[],
  options: RunWithFiles,
): Promise<FileRunEnd> {
  const input = options.input === undefined ? 'ignore' : opened(options.input, 'r')
  const output = options.output === undefined ? 'inherit' : opened(options.output, 'wx')
  try {
    return await new Promise((resolve, reject) => {
      const child = spawn(command, [...args], {env: options.env, stdio: [input, output, 'pipe']})
      let stderr = ''
      child.stderr?.setEncoding('utf8').on('data', (text: string) => {
        stderr = (stderr + text).slice(-keptStderr)
      })
      child.once('error', error => reject(notStarted(command, error)))
      child.once('close', code => resolve({exitCode: code ?? 1, stderr}))
    })
  } finally {
    for (const file of [input, output]) if (typeof file === 'number') closeSync(file)
  }
}

function opened(path: string, flags: 'r' | 'wx'): number {
  try {
    return openSync(path, flags, 0o600)
  } catch (error) {
    throw ioError(`cannot open ${path}`, error)
  }
}

function notStarted(command: string, error: unknown): MsaError {
  if (systemCode(error) === 'ENOENT')
    return new MsaError('E_PREREQUISITE_MISSING', `the program ${command} is not installed`, {
      tryThis: ['See what is missing: msa doctor', 'On Debian: apt-get install mariadb-client'],
    })
  return new MsaError('E_FAILED', `cannot run ${command}: ${reasonOf(error)}`, {tryThis: ['msa doctor'], cause: error})
}
