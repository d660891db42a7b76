import {constants} from 'node:fs'
import {type FileHandle, open, realpath, rename, rm, stat} from 'node:fs/promises'
import {MsaError, systemCode} from '../errors.js'
import {ioError} from './files.js'
import {removeLeftoversOf} from './leftover-files.js'
import {temporaryBeside} from './temporary-name.js'

/** A file of the person's own, as it was when it was read. */
export interface UserFile {
  readonly path: string
  /** Where a symbolic link leads to; the link itself is never replaced. */
  readonly realPath: string
  readonly bytes: Buffer
  readonly mode: number
}

export interface ReadLimit {
  readonly maxBytes: number
  /** What the file is called in an error: `the key file`. */
  readonly what: string
}

/** Reads a file whole, at most `maxBytes`: also where it has no size to ask for (a pipe) or no end (/dev/zero). */
export async function readUserFile(path: string, {maxBytes, what}: ReadLimit): Promise<UserFile> {
  let file: FileHandle | undefined
  try {
    // Without O_NONBLOCK a FIFO that nobody writes to would be waited for without a word.
    file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK)
    const about = await file.stat()
    if (about.isDirectory()) throw notAFile(path, what)
    const bytes = about.isFile() && about.size > maxBytes ? undefined : await readUpTo(file, maxBytes)
    if (bytes === undefined) throw tooLarge(path, what, maxBytes)
    return {path, realPath: about.isFile() ? await realpath(path) : path, bytes, mode: about.mode & 0o7777}
  } catch (error) {
    if (error instanceof MsaError) throw error
    if (systemCode(error) === 'EISDIR') throw notAFile(path, what)
    if (systemCode(error) === 'ENOENT' || systemCode(error) === 'ENOTDIR') throw missing(path, what)
    throw ioError(`cannot read ${what} ${path}`, error)
  } finally {
    await file?.close()
  }
}

async function readUpTo(file: FileHandle, maxBytes: number): Promise<Buffer | undefined> {
  const chunks: Buffer[] = []
  let total = 0
  for (;;) {
    const {bytesRead, buffer} = await file.read(Buffer.alloc(65_536), 0, 65_536, null)
    if (bytesRead === 0) return Buffer.concat(chunks)
    total += bytesRead
    if (total > maxBytes) return undefined
    chunks.push(buffer.subarray(0, bytesRead))
  }
}

/**
 * Puts new content in a file that was read before (promise P17): mode, owner, symbolic link and hard links stay as they are,
 * a file that somebody changed meanwhile is left alone, and after a crash the file is the old one or the new one, whole.
 */
export async function replaceUserFile(file: UserFile, bytes: Uint8Array): Promise<void> {
  const {path, realPath} = file
  try {
    const about = await stat(realPath)
    if ((about.mode & 0o222) === 0) throw readOnly(path)
    const inPlace = about.nlink > 1 || (process.getuid?.() !== 0 && about.uid !== process.getuid?.())
    if (inPlace) return await overwrite(file, bytes)
    // One that was killed while it decrypted left a plain text.
    await removeLeftoversOf(realPath)
    const temporary = temporaryBeside(realPath)
    try {
      await writeBeside(temporary, bytes, about)
      await rejectChangedMeanwhile(file)
      await rename(temporary, realPath)
    } finally {
      await rm(temporary, {force: true})
    }
  } catch (error) {
    throw error instanceof MsaError ? error : ioError(`cannot write ${path}`, error)
  }
}

async function writeBeside(
  path: string,
  bytes: Uint8Array,
  like: {mode: number; uid: number; gid: number},
): Promise<void> {
  const file = await open(path, 'wx', 0o600)
  try {
    await file.writeFile(bytes)
    await file.chown(like.uid, like.gid)
    await file.chmod(like.mode & 0o7777)
    await file.sync()
  } finally {
    await file.close()
  }
}

/** A rename would part hard links and change the owner, so these files are written over; should that fail, the old bytes go back. */
async function overwrite(file: UserFile, bytes: Uint8Array): Promise<void> {
  const handle = await open(file.realPath, 'r+')
  try {
    await rejectChangedMeanwhile(file)
    await writeWhole(handle, bytes).catch(async error => {
      await writeWhole(handle, file.bytes)
      throw error
    })
  } finally {
    await handle.close()
  }
}

async function writeWhole(handle: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length; ) at += (await handle.write(bytes, at, bytes.length - at, at)).bytesWritten
  await handle.truncate(bytes.length)
  await handle.sync()
}

async function rejectChangedMeanwhile(file: UserFile): Promise<void> {
  const now = await readUserFile(file.realPath, {maxBytes: file.bytes.length + 1, what: 'the file'}).catch(
    () => undefined,
  )
  if (now?.bytes.equals(file.bytes)) return
  throw new MsaError('E_IO', `${file.path} was changed by somebody else meanwhile; nothing was written`, {
    tryThis: ['Look at the change, then run the command again'],
  })
}

function missing(path: string, what: string): MsaError {
  return new MsaError('E_INPUT', `${what} ${path} does not exist`, {tryThis: ['Check the path: ls -la']})
}

function notAFile(path: string, what: string): MsaError {
  return new MsaError('E_INPUT', `${what} ${path} is a folder`, {tryThis: [`Name a file in it: ls ${path}`]})
}

function tooLarge(path: string, what: string, maxBytes: number): MsaError {
  return new MsaError('E_INPUT', `${what} ${path} is larger than ${maxBytes / 1024} KiB`, {
    tryThis: ['Check the path; this is not the file that is meant'],
  })
}

function readOnly(path: string): MsaError {
  return new MsaError('E_IO', `${path} is read-only`, {tryThis: [`chmod u+w ${path}`]})
}
