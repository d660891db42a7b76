import {writeSync} from 'node:fs'

/** Writes past every buffer, for the last word of a process; a reader that is gone misses nothing. */
export function writeNow(descriptor: number, text: string): void {
  try {
    writeSync(descriptor, text)
  } catch {
    // Nobody is there to see it.
  }
}
