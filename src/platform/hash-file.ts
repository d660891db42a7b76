import {createHash} from 'node:crypto'
import {createReadStream} from 'node:fs'
import {pipeline} from 'node:stream/promises'
import {ioError} from './files.js'

/** SHA-256 of a file in hexadecimal, read piece by piece. */
export async function sha256OfFile(path: string): Promise<string> {
  const hash = createHash('sha256')
  try {
    await pipeline(createReadStream(path, {highWaterMark: 1 << 20}), hash)
  } catch (error) {
    throw ioError(`cannot read ${path}`, error)
  }
  return hash.digest('hex')
}
