import {createHash} from 'node:crypto'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {systemClock} from '../platform/clock.js'
import {type Lock, tryLock} from '../platform/lock.js'
import {findMarked, signalProcess} from '../platform/processes.js'

/** In the environment of every Maven that msa starts, with the cache that it fills. */
export const fetchMark = 'MSA_FETCH'

export function cacheKey(cacheDir: string): string {
  return createHash('sha256').update(cacheDir).digest('hex').slice(0, 16)
}

/** Only one msa at a time fills a cache; a second one waits, and then finds most of what it wanted. The lock dies with its holder. */
export async function lockCache(cacheDir: string, onWait: () => void, signal: AbortSignal): Promise<Lock> {
  const name = `msa-cache-${cacheKey(cacheDir)}`
  for (let waits = 0; ; waits += 1) {
    signal.throwIfAborted()
    const lock = await tryLock(name, join(tmpdir(), `${name}.sock`), String(process.pid))
    if (lock !== undefined) return lock
    if (waits === 0) onWait()
    await systemClock.sleep(200, signal)
  }
}

/** A Maven whose msa was killed goes on writing to where the next one starts: whoever holds the lock ends it. */
export function endStrayFetches(cacheDir: string): void {
  for (const stray of findMarked(fetchMark, cacheKey(cacheDir))) signalProcess(stray, 'SIGKILL')
}
