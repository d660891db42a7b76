import {existsSync, realpathSync, statSync} from 'node:fs'
import {lstat, mkdir, open, readFile, rename, rm, stat} from 'node:fs/promises'
import {basename, dirname, join} from 'node:path'
import {MsaError, reasonOf, systemCode} from '../errors.js'
import {shellWord} from './shell-word.js'
import {temporaryBeside} from './temporary-name.js'

export function isRegularFile(path: string): boolean {
  return statSync(path, {throwIfNoEntry: false})?.isFile() === true
}

export function pathExists(path: string): boolean {
  return existsSync(path)
}

/** The path with symbolic links resolved as far as it exists. */
export function realPathOf(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    const parent = dirname(path)
    return parent === path ? path : join(realPathOf(parent), basename(path))
  }
}

/** The text of a file, or undefined where there is none. Any other failure is told, never taken for "missing". */
export async function readTextIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if (systemCode(error) === 'ENOENT' || systemCode(error) === 'ENOTDIR') return undefined
    throw ioError(`cannot read ${path}`, error)
  }
}

/**
 * Makes a folder of msa's own, mode 0700 whatever the umask. A folder of that name that belongs to somebody else, or is open to others,
 * is refused with the command that mends it (promise P20).
 */
export async function makePrivateFolder(path: string): Promise<void> {
  try {
    await mkdir(path, {recursive: true, mode: 0o700}).catch(() => mkdir(path, {mode: 0o700}))
    const about = await lstat(path)
    if (about.isSymbolicLink()) return
    const uid = process.getuid?.()
    if (uid !== undefined && about.uid !== uid) {
      throw new MsaError('E_IO', `${path} belongs to another user (uid ${about.uid})`, {
        tryThis: [`chown -R ${uid} ${shellWord(path)}`],
      })
    }
    if ((about.mode & 0o077) !== 0) {
      throw new MsaError('E_IO', `${path} is open to other users (mode ${(about.mode & 0o777).toString(8)})`, {
        tryThis: [`chmod 700 ${shellWord(path)}`],
      })
    }
  } catch (error) {
    throw error instanceof MsaError ? error : ioError(`cannot make the folder ${path}`, error)
  }
}

export interface WriteOptions {
  readonly mode?: number
  /** False for files whose loss with the power is no harm: skips the two fsyncs. */
  readonly durable?: boolean
}

/** Temporary file, fsync, rename, fsync of the folder: after a crash the file is the old one or the new one, whole (promise P13). */
export async function writeFileAtomic(
  path: string,
  content: string | Uint8Array,
  options: WriteOptions = {},
): Promise<void> {
  const temporary = temporaryBeside(path)
  try {
    const file = await open(temporary, 'wx', options.mode ?? 0o600)
    try {
      await file.chmod(options.mode ?? 0o600)
      await file.writeFile(content)
      if (options.durable !== false) await file.sync()
    } finally {
      await file.close()
    }
    await rename(temporary, path)
    if (options.durable !== false) await syncFolder(dirname(path))
  } catch (error) {
    await rm(temporary, {force: true}).catch(() => undefined)
    throw ioError(`cannot write ${path}`, error)
  }
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}

/** A failure of the file system with its path, its meaning and what to do. */
export function ioError(what: string, error: unknown): MsaError {
  const code = systemCode(error)
  if (code === 'ENOSPC')
    return new MsaError('E_DISK_FULL', `${what}: no space or no inodes left on the device`, {
      tryThis: ['See what is full: df -h; df -i'],
      cause: error,
    })
  if (code === 'EROFS')
    return new MsaError('E_IO', `${what}: the file system is read-only`, {
      tryThis: ['Use a writable folder: MSA_HOME=/path msa …'],
      cause: error,
    })
  if (code === 'EACCES' || code === 'EPERM')
    return new MsaError('E_IO', `${what}: permission denied`, {
      tryThis: ['See owner and mode: ls -ld on the path above'],
      cause: error,
    })
  return new MsaError('E_IO', `${what}: ${reasonOf(error)}`, {
    tryThis: ['Look at the path above: ls -la'],
    cause: error,
  })
}

/** Device and inode: the same for every path that leads to the folder. */
export async function folderId(path: string): Promise<string> {
  const {dev, ino} = await stat(path)
  return `${dev}-${ino}`
}

export async function fileSize(path: string): Promise<number | undefined> {
  try {
    return (await stat(path)).size
  } catch {
    return undefined
  }
}

export async function movePath(from: string, to: string): Promise<void> {
  try {
    await rename(from, to)
  } catch (error) {
    throw ioError(`cannot move ${from} to ${to}`, error)
  }
}

/** Removes a file or a folder with all that is in it; nothing happens when there is none. */
export async function removeTree(path: string): Promise<void> {
  try {
    await rm(path, {recursive: true, force: true, maxRetries: 3})
  } catch (error) {
    throw ioError(`cannot remove ${path}`, error)
  }
}
