import {open, stat} from 'node:fs/promises'

/** The last `lines` lines of a file from byte `from` on, read from its end (at most 256 KiB); empty when there is no file. */
export async function lastLines(path: string, lines: number, from = 0): Promise<string[]> {
  if (lines <= 0) return []
  const text = await readTail(path, 262_144, from)
  const all = text.split('\n')
  if (all.at(-1) === '') all.pop()
  return all.slice(-lines)
}

async function readTail(path: string, maxBytes: number, from: number): Promise<string> {
  try {
    const file = await open(path, 'r')
    try {
      const {size} = await file.stat()
      // A file that is shorter than that was begun anew meanwhile.
      const length = Math.min(size - (from <= size ? from : 0), maxBytes)
      const {buffer} = await file.read(Buffer.alloc(length), 0, length, size - length)
      return buffer.toString('utf8')
    } finally {
      await file.close()
    }
  } catch {
    return ''
  }
}

export async function sizeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).size
  } catch {
    return 0
  }
}
