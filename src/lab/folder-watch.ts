import type {Clock} from '../platform/clock.js'
import {pathExists} from '../platform/files.js'

const lookEveryMs = 2000
/** A folder on a network may be away for a moment. */
const missingLooks = 3

/** Resolves when the folder has been gone for a while: nobody can reach a lab without it, so nobody could ever stop it. */
export async function untilFolderIsGone(folder: string, clock: Clock, signal: AbortSignal): Promise<boolean> {
  let missing = 0
  while (!signal.aborted) {
    missing = pathExists(folder) ? 0 : missing + 1
    if (missing >= missingLooks) return true
    await clock.sleep(lookEveryMs, signal)
  }
  return false
}
