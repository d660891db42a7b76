import {open} from 'node:fs/promises'
import {systemCode} from '../errors.js'
import {ioError} from './files.js'

export interface LastBytes {
  readonly text: string
  /** Bytes from `from` to the end, also those before the ones that were read. */
  readonly size: number
}

/** What stands in a file after `from`, of that at most the last `maxBytes`. A file cut shorter than `from` was begun anew; a missing one is empty. */
export async function readLastBytes(
  path: string,
  {from, maxBytes}: {readonly from: number; readonly maxBytes: number},
): Promise<LastBytes> {
  try {
    const file = await open(path, 'r')
    try {
      const end = (await file.stat()).size
      const begin = end < from ? 0 : from
      const length = Math.min(end - begin, maxBytes)
      const {buffer, bytesRead} = await file.read(Buffer.alloc(length), 0, length, end - length)
      return {text: buffer.toString('utf8', 0, bytesRead), size: end - begin}
    } finally {
      await file.close()
    }
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return {text: '', size: 0}
    throw ioError(`cannot read ${path}`, error)
  }
}
