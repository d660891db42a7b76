import {once} from 'node:events'
import {createWriteStream} from 'node:fs'
import type {Readable} from 'node:stream'
import {pipeline} from 'node:stream/promises'
import {type Entry, openPromise} from 'yauzl'
import {ZipFile} from 'yazl'
import {MsaError} from '../errors.js'
import {ioError} from './files.js'

export interface ZipEntry {
  readonly name: string
  readonly isFolder: boolean
  /** As the archive says; what really comes out may be more. */
  readonly bytes: number
  readonly packedBytes: number
  /** A link, a device, a pipe: everything that is neither a file nor a folder. */
  readonly isSpecial: boolean
  open(): Promise<Readable>
}

/** Entries of a zip or jar file in their order, one at a time. Names with `..` or a root are refused by yauzl. */
export async function* zipEntries(path: string): AsyncGenerator<ZipEntry> {
  try {
    const zip = await openPromise(path)
    for await (const entry of zip.eachEntry()) {
      yield {
        name: entry.fileName,
        isFolder: isFolder(entry),
        bytes: entry.uncompressedSize,
        packedBytes: entry.compressedSize,
        isSpecial: isSpecial(entry),
        open: () => zip.openReadStreamPromise(entry),
      }
    }
  } catch (error) {
    throw error instanceof MsaError ? error : ioError(`cannot unpack ${path}`, error)
  }
}

function isFolder(entry: Entry): boolean {
  return entry.fileName.endsWith('/')
}

/** The upper half is Unix's mode where the archive was made there: only plain files (8) and folders (4) are harmless. */
function isSpecial(entry: Entry): boolean {
  const type = (entry.externalFileAttributes >>> 28) & 0xf
  return type !== 0 && type !== 8 && type !== 4
}

export async function writeStream(path: string, content: Readable): Promise<void> {
  try {
    await pipeline(content, createWriteStream(path, {flags: 'wx', mode: 0o644}))
  } catch (error) {
    throw ioError(`cannot write ${path}`, error)
  }
}

export interface ZipWriter {
  /** Resolves when the content has been taken in, so that only one is in memory. */
  add(name: string, content: Readable): Promise<void>
  close(): Promise<void>
  /** Lets go of the file, which is not whole. */
  abandon(): Promise<void>
}

/** Writes a zip file whose bytes depend on names and contents only: all entries carry the same time. */
export function createZip(path: string, mtime: Date): ZipWriter {
  const zip = new ZipFile()
  const abandoned = new AbortController()
  const file = createWriteStream(path, {flags: 'wx', mode: 0o644})
  const written = pipeline(zip.outputStream, file, {signal: abandoned.signal}).catch(error => {
    throw ioError(`cannot write ${path}`, error)
  })
  // Awaited at the end; a failure before that must not end the process.
  written.catch(() => undefined)
  return {
    add: async (name, content) => {
      const taken = once(content, 'end')
      zip.addReadStream(content, name, {mtime, forceDosTimestamp: true})
      await Promise.race([taken, written])
    },
    close: async () => {
      zip.end()
      await written
    },
    abandon: async () => {
      abandoned.abort()
      await written.catch(() => undefined)
      if (!file.closed) await once(file, 'close')
    },
  }
}
