import {constants, realpathSync, statSync} from 'node:fs'
import {open} from 'node:fs/promises'
import {isAbsolute, relative} from 'node:path'
import {systemCode} from '../errors.js'

export type FileRefusal = 'missing' | 'not-regular' | 'too-large'

/** The bytes of a regular file of bounded size. Never blocks on a pipe, never reads a device. Other failures are thrown as they are. */
export async function readRegularFile(path: string, maxBytes: number): Promise<Uint8Array | FileRefusal> {
  try {
    const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK)
    try {
      if (!(await file.stat()).isFile()) return 'not-regular'
      // One byte more than allowed tells a file that is too large, whatever its size is said to be.
      const buffer = Buffer.alloc(maxBytes + 1)
      let length = 0
      for (let read = -1; read !== 0 && length <= maxBytes; length += read)
        read = (await file.read(buffer, length, buffer.length - length)).bytesRead
      return length > maxBytes ? 'too-large' : buffer.subarray(0, length)
    } finally {
      await file.close()
    }
  } catch (error) {
    if (systemCode(error) === 'ENOENT' || systemCode(error) === 'ENOTDIR') return 'missing'
    if (systemCode(error) === 'EISDIR' || systemCode(error) === 'ENXIO') return 'not-regular'
    throw error
  }
}

export type PathKind = 'file' | 'folder' | 'other' | 'missing' | 'loop' | 'outside'

/** What stands at a path; with `within`, also whether its symbolic links lead out of that folder. */
export function kindOfPath(path: string, within?: string): PathKind {
  try {
    const about = statSync(path)
    if (within !== undefined && leaves(realpathSync(path), realpathSync(within))) return 'outside'
    return about.isFile() ? 'file' : about.isDirectory() ? 'folder' : 'other'
  } catch (error) {
    return systemCode(error) === 'ELOOP' ? 'loop' : 'missing'
  }
}

function leaves(path: string, folder: string): boolean {
  const way = relative(folder, path)
  return way === '..' || way.startsWith('../') || isAbsolute(way)
}
