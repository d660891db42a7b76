import {open, rename, rm, stat, truncate} from 'node:fs/promises'

export interface LogLimit {
  readonly maxBytes: number
  /** Of all files together, the one that is written to included. */
  readonly maxFiles: number
}

const chunkBytes = 1 << 20
const newline = 10

/**
 * Moves what a log has become too large for into numbered neighbours (`kafka.log.1` is the newest) and cuts the log to nothing. The writer
 * keeps its file: it appends, so it goes on at the beginning. Lines stay whole; one longer than `maxBytes` is split. What is written
 * between the last read and the cut is lost. Returns whether anything was moved.
 */
export async function rotateLog(path: string, {maxBytes, maxFiles}: LogLimit): Promise<boolean> {
  const size = await stat(path).then(
    about => (about.isFile() ? about.size : 0),
    () => 0,
  )
  if (size <= maxBytes) return false
  const source = await open(path, 'r')
  try {
    // Older ones would be pushed out by the newer ones of the same turn.
    let from = Math.max(0, size - maxBytes * (maxFiles - 1))
    for (let end = size; from < end; ) {
      const until = await lineEndWithin(source, from, Math.min(end, from + maxBytes))
      await shift(path, maxFiles)
      await copyRange(source, from, until, `${path}.1`)
      from = until
      end = (await source.stat()).size
      if (end - from <= chunkBytes && until >= size) {
        if (end > from) await copyRange(source, from, end, `${path}.1`)
        break
      }
    }
    await truncate(path, 0)
  } finally {
    await source.close()
  }
  return true
}

type Source = Awaited<ReturnType<typeof open>>

/** After the last line end before `limit`; `limit` itself when there is none, or the file ends there. */
async function lineEndWithin(source: Source, from: number, limit: number): Promise<number> {
  const {size} = await source.stat()
  if (limit >= size) return size
  for (let at = limit; at > from; at -= chunkBytes) {
    const begin = Math.max(from, at - chunkBytes)
    const {buffer, bytesRead} = await source.read(Buffer.alloc(at - begin), 0, at - begin, begin)
    const found = buffer.subarray(0, bytesRead).lastIndexOf(newline)
    if (found !== -1) return begin + found + 1
  }
  return limit
}

async function shift(path: string, maxFiles: number): Promise<void> {
  await rm(`${path}.${maxFiles - 1}`, {force: true})
  for (let index = maxFiles - 2; index >= 1; index--) {
    await rename(`${path}.${index}`, `${path}.${index + 1}`).catch(() => undefined)
  }
}

async function copyRange(source: Source, from: number, until: number, to: string): Promise<void> {
  const target = await open(to, 'a', 0o600)
  try {
    for (let at = from; at < until; ) {
      const length = Math.min(chunkBytes, until - at)
      const {buffer, bytesRead} = await source.read(Buffer.alloc(length), 0, length, at)
      if (bytesRead === 0) break
      await target.write(buffer, 0, bytesRead)
      at += bytesRead
    }
  } finally {
    await target.close()
  }
}
