import {systemClock} from '../platform/clock.js'
import type {Terminal} from './terminal.js'

const periodMs = 1000

/** Draws facts anew every second until the signal. Off a TTY, or without a view, one JSON object a line; what is drawn stays on the screen. */
export async function watch<T>(
  terminal: Terminal,
  signal: AbortSignal,
  look: () => Promise<T>,
  view: ((facts: T) => string) | undefined,
): Promise<void> {
  if (view === undefined || !terminal.isInteractive) {
    while (!signal.aborted) {
      const facts = await look()
      await terminal.data(view === undefined ? `${JSON.stringify(facts)}\n` : view(facts))
      await systemClock.sleep(periodMs, signal)
    }
    return
  }
  const {default: logUpdate} = await import('log-update')
  while (!signal.aborted) {
    logUpdate(view(await look()))
    await systemClock.sleep(periodMs, signal)
  }
  logUpdate.done()
}
