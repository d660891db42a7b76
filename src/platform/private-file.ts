import {accessSync, constants, rmSync} from 'node:fs'
import {mkdtemp, rm, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {ioError} from './files.js'
import {removeOf} from './leftover-files.js'

export interface PrivateFile {
  readonly name: string
  readonly content: string
  /** For the folder of this session that is kept in memory. */
  readonly env: NodeJS.ProcessEnv
}

/**
 * Hands over a file that only the owner can read (0600 in a folder 0700, in memory where the system has such a folder), and removes it whatever
 * happens, our being ended included. What one that was killed left is removed by the next.
 */
export async function withPrivateFile<T>(
  {name, content, env}: PrivateFile,
  work: (path: string) => Promise<T>,
): Promise<T> {
  const root = privateRoot(env)
  await removeOf(root, makerOf)
  const folder = await mkdtemp(join(root, `msa-private-${process.pid}-`)).catch((error: unknown) => {
    throw ioError('cannot make a private folder', error)
  })
  const leave = (signal: NodeJS.Signals) => {
    rmSync(folder, {recursive: true, force: true})
    process.exit(signal === 'SIGTERM' ? 143 : 129)
  }
  process.once('SIGTERM', leave).once('SIGHUP', leave)
  try {
    const path = join(folder, name)
    await writeFile(path, content, {mode: 0o600, flag: 'wx'})
    return await work(path)
  } finally {
    process.off('SIGTERM', leave).off('SIGHUP', leave)
    await rm(folder, {recursive: true, force: true})
  }
}

/** Of systemd's session (XDG Base Directory Specification), else Linux's own; on a disk only where there is neither. */
function privateRoot({XDG_RUNTIME_DIR: session}: NodeJS.ProcessEnv): string {
  return [session, '/dev/shm'].find(folder => folder !== undefined && isWritable(folder)) ?? tmpdir()
}

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK | constants.X_OK)
    return true
  } catch {
    return false
  }
}

function makerOf(name: string): number | undefined {
  const pid = /^msa-private-(\d+)-\w{6}$/.exec(name)?.[1]
  return pid === undefined ? undefined : Number(pid)
}
