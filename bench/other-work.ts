import {cpus} from 'node:os'

/** Busy and total milliseconds of all processors since boot. */
interface ProcessorTime {
  readonly busyMs: number
  readonly totalMs: number
}

export function processorTime(): ProcessorTime {
  const times = cpus().map(({times}) => times)
  const idleMs = times.reduce((sum, {idle}) => sum + idle, 0)
  const totalMs = times.reduce((sum, {user, nice, sys, idle, irq}) => sum + user + nice + sys + idle + irq, 0)
  return {busyMs: totalMs - idleMs, totalMs}
}

/** The share of the processors that went to anybody but us since then, 0 to 1. */
export function shareOfOthers(since: ProcessorTime, ownMs: number): number {
  const now = processorTime()
  const busyMs = now.busyMs - since.busyMs - ownMs
  return Math.max(0, busyMs / Math.max(1, now.totalMs - since.totalMs))
}
