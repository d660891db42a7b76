import {reasonOf} from '../errors.js'
import type {Clock} from '../platform/clock.js'
import {rotateLog} from '../platform/log-rotation.js'
import {makeClassArchive} from '../runtimes/class-archive.js'
import {marksOf} from '../runtimes/local.js'
import type {LabEventBody} from './events.js'
import {logLimit} from './log-limit.js'
import type {Member} from './member.js'

/** Often enough that a burst stays near the limit; a look costs a few microseconds a file. */
const rotatePeriodMs = 500

export interface HousekeepingDeps {
  readonly members: () => Iterable<Member>
  readonly ownLog: string
  readonly emit: (event: LabEventBody) => void
  readonly clock: Clock
  readonly signal: AbortSignal
}

/** Keeps the logs within their bounds until the signal. */
export async function keepLogsSmall({members, ownLog, emit, clock, signal}: HousekeepingDeps): Promise<void> {
  let complained = false
  while (!signal.aborted) {
    for (const path of [...[...members()].map(({task}) => task.logFile), ownLog]) {
      try {
        await rotateLog(path, logLimit)
      } catch (error) {
        if (!complained) emit({type: 'note', text: `logs cannot be rotated: ${reasonOf(error)}`})
        complained = true
      }
    }
    await clock.sleep(rotatePeriodMs, signal)
  }
}

/** One after the other, so that the lab hardly feels it. Call it when everything is ready. */
export async function makeClassArchives({members, emit, signal}: HousekeepingDeps): Promise<void> {
  for (const {task, state} of [...members()]) {
    const {classArchive, env} = task.workload
    if (classArchive === undefined || state.phase !== 'ready' || signal.aborted) continue
    const marked = {...env, ...marksOf(task.lab, 'class-archive', `class-archive-${task.name}`, '')}
    const outcome = await makeClassArchive(classArchive, {PATH: process.env.PATH ?? '/usr/bin:/bin', ...marked}, signal)
    if (outcome === 'made')
      emit({type: 'note', component: task.name, text: 'class archive made: its next start is faster'})
  }
}
