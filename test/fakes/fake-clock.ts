import type {Clock} from '../../src/platform/clock.js'

export interface FakeClock extends Clock {
  /** Lets time pass: every sleep that ends within `ms` resolves in order, and what follows from it happens first. */
  advance(ms: number): Promise<void>
}

interface Sleeper {
  readonly at: number
  readonly wake: () => void
}

/** A monotonic clock that only moves when it is told to. */
export function fakeClock(): FakeClock {
  const sleepers = new Set<Sleeper>()
  let now = 0
  return {
    now: () => now,
    sleep: (ms, signal) =>
      new Promise(resolve => {
        if (signal?.aborted) return resolve()
        const wake = () => {
          sleepers.delete(sleeper)
          signal?.removeEventListener('abort', wake)
          resolve()
        }
        const sleeper = {at: now + ms, wake}
        sleepers.add(sleeper)
        signal?.addEventListener('abort', wake, {once: true})
      }),
    async advance(ms) {
      const until = now + ms
      await settled()
      for (let next = earliest(sleepers, until); next !== undefined; next = earliest(sleepers, until)) {
        now = Math.max(now, next.at)
        next.wake()
        await settled()
      }
      now = until
    },
  }
}

function earliest(sleepers: ReadonlySet<Sleeper>, until: number): Sleeper | undefined {
  return [...sleepers].filter(({at}) => at <= until).sort((one, other) => one.at - other.at)[0]
}

/** Everything that promises alone can bring about has happened. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 5; turn++) await new Promise<void>(resolve => setImmediate(resolve))
}
