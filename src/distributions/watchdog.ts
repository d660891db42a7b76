import type {MsaError} from '../errors.js'
import {systemClock} from '../platform/clock.js'
import {cut} from './maven-failure.js'

export interface Watchdog {
  /** Aborts when the caller's does, and when the download stands still. */
  readonly signal: AbortSignal
  stop(): Promise<void>
}

export interface WatchdogOptions {
  readonly bytes: () => Promise<number>
  readonly onBytes: (bytes: number) => void
  readonly stallMs: number
  readonly signal: AbortSignal
}

/** Less than this within `stallMs` is a download that drips: it would take days. */
const leastBytes = 65_536
const lookEveryMs = 500

/** Looks twice a second how many bytes are there, tells them, and gives up on a download that stands still. */
export function watchdog({bytes, onBytes, stallMs, signal}: WatchdogOptions): Watchdog {
  const stalled = new AbortController()
  const stopped = new AbortController()
  const look = async () => {
    let mark = {bytes: await bytes(), at: systemClock.now()}
    while (!stopped.signal.aborted) {
      await systemClock.sleep(Math.min(lookEveryMs, stallMs), stopped.signal)
      const now = await bytes()
      onBytes(now)
      if (now - mark.bytes >= leastBytes) mark = {bytes: now, at: systemClock.now()}
      if (systemClock.now() - mark.at >= stallMs) stalled.abort(standsStill(stallMs, now))
    }
  }
  const looking = look().catch(error => stalled.abort(error))
  return {
    signal: AbortSignal.any([signal, stalled.signal]),
    stop: () => {
      stopped.abort()
      return looking
    },
  }
}

function standsStill(stallMs: number, bytes: number): MsaError {
  const seconds = Math.round(stallMs / 1000)
  return cut(`the download stands still: less than 64 KiB in ${seconds} s (${Math.round(bytes / 1e6)} MB are there)`)
}
