import type {Clock} from '../platform/clock.js'
import {findMarked, isAlive, type MarkedProcess, signalGroup, signalProcess} from '../platform/processes.js'
import type {StopOptions, TaskHandle} from './runtime.js'

const pollMs = 25
const secondLookMs = 5
/** After SIGKILL the kernel needs a moment; a process in uninterruptible sleep may need for ever. */
const killPatienceMs = 5000

/** Every living process of one run, whichever session it moved to. */
export function treeOf(handle: TaskHandle): MarkedProcess[] {
  return findMarked('MSA_RUN', handle.run)
}

/**
 * Ends a run: the signal (then SIGCONT, or a stopped process would not notice) to the group and to those that left it, grace, then SIGKILL
 * to all that remain, until none is left (promise P7). True when force was needed. Resolves also when something survives SIGKILL;
 * who calls looks again.
 */
export async function endTree(handle: TaskHandle, options: StopOptions, clock: Clock): Promise<boolean> {
  signalTree(handle, options.signal)
  const deadline = clock.now() + options.graceMs
  while (clock.now() < deadline) {
    if (await isGone(handle, clock)) return false
    await clock.sleep(pollMs)
  }
  const killDeadline = clock.now() + killPatienceMs
  let forced = false
  while (clock.now() < killDeadline) {
    const remaining = treeOf(handle)
    if (remaining.length === 0 && (await isGone(handle, clock))) break
    forced = true
    signalGroup(handle, 'SIGKILL')
    for (const member of remaining) signalProcess(member, 'SIGKILL')
    await clock.sleep(pollMs)
  }
  return forced
}

/** Looked at twice: in the instant of its exec a process shows no environment, and so no mark. */
async function isGone(handle: TaskHandle, clock: Clock): Promise<boolean> {
  const isEmpty = () => !isAlive(handle) && treeOf(handle).length === 0
  if (!isEmpty()) return false
  await clock.sleep(secondLookMs)
  return isEmpty()
}

function signalTree(handle: TaskHandle, signal: NodeJS.Signals): void {
  const members = treeOf(handle)
  signalGroup(handle, signal)
  signalGroup(handle, 'SIGCONT')
  const leaderAlive = isAlive(handle)
  for (const member of members) {
    if (leaderAlive && member.group === handle.pid) continue
    signalProcess(member, signal)
    signalProcess(member, 'SIGCONT')
  }
}
