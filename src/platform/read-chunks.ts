import {createReadStream} from 'node:fs'
import {ioError} from './files.js'

const CHUNK_BYTES = 1024 * 1024

/** A file of any size, a MiB at a time. */
export async function* fileChunks(path: string): AsyncGenerator<Buffer> {
  try {
    yield* createReadStream(path, {highWaterMark: CHUNK_BYTES})
  } catch (error) {
    throw ioError(`cannot read ${path}`, error)
  }
}
