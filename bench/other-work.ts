import {readFileSync} from 'node:fs'
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

/** Processor time of this program and of the children that it has waited for, the commands. */
export function ownCpuMs(): number {
  // Behind the name in brackets, which may have blanks: fields 14 to 17, in hundredths of a second.
  const fields = readFileSync('/proc/self/stat', 'utf8')
    .replace(/^.*\) /, '')
    .split(' ')
  return fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks) * 10, 0)
}

/** The share of the processors that went to anybody but us in between, 0 to 1. */
export function shareOfOthers(before: ProcessorTime, after: ProcessorTime, ourMs: number): number {
  const busyMs = after.busyMs - before.busyMs - ourMs
  return Math.max(0, busyMs / Math.max(1, after.totalMs - before.totalMs))
}
