import {readFile} from 'node:fs/promises'

/** MiB that new programs can have without anything being swapped out; undefined where the system does not say. */
export async function availableMemoryMiB(): Promise<number | undefined> {
  if (process.platform !== 'linux') return undefined
  const match = /^MemAvailable:\s+(\d+) kB$/m.exec(await readFile('/proc/meminfo', 'utf8').catch(() => ''))
  return match === null ? undefined : Math.round(Number(match[1]) / 1024)
}
