import {writeFileSync} from 'node:fs'
import {systemCode} from '../errors.js'
import type {Clock} from './clock.js'

/** The kernel takes one change in 100 ms from those who are not root, and says so to the others (EAGAIN). */
const tries = 20
const tryAgainMs = 120

/**
 * Sets how much of the processors the session of a process gets beside other sessions: Linux shares them out by session (autogroup, sched(7)),
 * within which alone the nice value of a process counts. From 0, as usual, to 19, what others leave. It is a hint: where the kernel has
 * no such groups nothing happens.
 */
export async function setSessionNiceness(pid: number, niceness: number, clock: Clock): Promise<void> {
  for (let left = tries; left > 0; left--) {
    try {
      writeFileSync(`/proc/${pid}/autogroup`, String(niceness))
      return
    } catch (error) {
      if (systemCode(error) !== 'EAGAIN') return
    }
    await clock.sleep(tryAgainMs)
  }
}
