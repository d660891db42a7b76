import {performance} from 'node:perf_hooks'

/** Delays and deadlines use the monotonic clock, so that a wall clock that jumps changes nothing (promise P15). */
export interface Clock {
  /** Milliseconds on the monotonic clock. */
  now(): number
  /** Resolves after `ms`, at once when the signal aborts. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>
}

export const systemClock: Clock = {
  now: () => performance.now(),
  sleep: (ms, signal) =>
    new Promise(resolve => {
      if (signal?.aborted) return resolve()
      const done = () => {
        clearTimeout(timer)
        signal?.removeEventListener('abort', done)
        resolve()
      }
      const timer = setTimeout(done, ms)
      signal?.addEventListener('abort', done, {once: true})
    }),
}
