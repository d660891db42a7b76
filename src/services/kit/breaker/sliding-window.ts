export interface Outcome {
  readonly failed: boolean
  readonly slow: boolean
}

export interface WindowTotals {
  readonly calls: number
  readonly failed: number
  readonly slow: number
  readonly slowFailed: number
}

export interface SlidingWindow {
  record(outcome: Outcome): WindowTotals
  totals(): WindowTotals
}

const nothing: WindowTotals = {calls: 0, failed: 0, slow: 0, slowFailed: 0}

/** The last `size` calls, in a ring. */
export function countWindow(size: number): SlidingWindow {
  const ring: (Outcome | undefined)[] = new Array(size).fill(undefined)
  let next = 0
  let totals = nothing
  return {
    totals: () => totals,
    record(outcome) {
      const oldest = ring[next]
      ring[next] = outcome
      next = (next + 1) % size
      totals = add(oldest === undefined ? totals : add(totals, oldest, -1), outcome, 1)
      return totals
    },
  }
}

/** The calls of the last `seconds` seconds, summed by second. */
export function timeWindow(seconds: number, nowMs: () => number): SlidingWindow {
  const buckets: WindowTotals[] = new Array(seconds).fill(nothing)
  let head = Math.floor(nowMs() / 1000)
  const moveTo = (second: number) => {
    const steps = Math.min(second - head, seconds)
    for (let step = 1; step <= steps; step += 1) buckets[(second - steps + step) % seconds] = nothing
    if (second > head) head = second
  }
  const sum = () => buckets.reduce(plus, nothing)
  return {
    totals() {
      moveTo(Math.floor(nowMs() / 1000))
      return sum()
    },
    record(outcome) {
      moveTo(Math.floor(nowMs() / 1000))
      buckets[head % seconds] = add(buckets[head % seconds] ?? nothing, outcome, 1)
      return sum()
    },
  }
}

function add(totals: WindowTotals, outcome: Outcome, by: 1 | -1): WindowTotals {
  return {
    calls: totals.calls + by,
    failed: totals.failed + (outcome.failed ? by : 0),
    slow: totals.slow + (outcome.slow ? by : 0),
    slowFailed: totals.slowFailed + (outcome.failed && outcome.slow ? by : 0),
  }
}

function plus(one: WindowTotals, other: WindowTotals): WindowTotals {
  return {
    calls: one.calls + other.calls,
    failed: one.failed + other.failed,
    slow: one.slow + other.slow,
    slowFailed: one.slowFailed + other.slowFailed,
  }
}
