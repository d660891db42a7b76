import {closeSync, openSync, readSync} from 'node:fs'

/** The beginning of a file as Latin-1 text; empty where it cannot be read. */
export function readFirstBytes(path: string, maxBytes: number): string {
  try {
    const file = openSync(path, 'r')
    try {
      const buffer = Buffer.alloc(maxBytes)
      return buffer.toString('latin1', 0, readSync(file, buffer, 0, maxBytes, 0))
    } finally {
      closeSync(file)
    }
  } catch {
    return ''
  }
}
