import {spawn} from 'node:child_process'
import {closeSync, openSync} from 'node:fs'
import {MsaError, reasonOf, systemCode} from '../errors.js'
import {ioError} from './files.js'

export interface DaemonSpec {
  readonly command: string
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string>>
  readonly cwd: string
  /** Opened for appending by the child itself: a file, never a pipe of ours, so that our death does not harm it. */
  readonly logFile: string
}

export interface Daemon {
  readonly pid: number
  readonly exited: Promise<{readonly code: number | null; readonly signal: NodeJS.Signals | null}>
}

/** Starts a process in a session of its own, which neither a closed terminal nor our end disturbs. */
export async function spawnDaemon(spec: DaemonSpec): Promise<Daemon> {
  const log = openLog(spec.logFile)
  try {
    const child = spawn(spec.command, spec.args, {
      detached: true,
      stdio: ['ignore', log, log],
      env: {...spec.env},
      cwd: spec.cwd,
    })
    const exited = new Promise<{code: number | null; signal: NodeJS.Signals | null}>(resolve => {
      child.once('exit', (code, signal) => resolve({code, signal}))
    })
    await new Promise<void>((resolve, reject) =>
      child.once('spawn', resolve).once('error', error => reject(spawnError(spec, error))),
    )
    child.unref()
    return {pid: child.pid ?? 0, exited}
  } finally {
    closeSync(log)
  }
}

/** For appending, made where there is none. Throws `E_IO` or `E_DISK_FULL` where it cannot be opened. */
export function openLog(path: string): number {
  try {
    return openSync(path, 'a', 0o600)
  } catch (error) {
    throw ioError(`cannot open the log ${path}`, error)
  }
}

function spawnError(spec: DaemonSpec, error: unknown): MsaError {
  const code = systemCode(error)
  const why =
    code === 'ENOENT'
      ? 'no such program, or its folder is missing'
      : code === 'EACCES'
        ? 'it is not executable'
        : reasonOf(error)
  return new MsaError('E_FAILED', `cannot start ${spec.command}: ${why}`, {
    tryThis: ['See what is missing: msa doctor'],
    cause: error,
  })
}
