import {reasonOf} from '../errors.js'
import type {Clock} from '../platform/clock.js'
import {rotateLog} from '../platform/log-rotation.js'
import {makeClassArchive} from '../runtimes/class-archive.js'
import {classArchiveScript} from '../runtimes/docker/entry-script.js'
import {marksOf} from '../runtimes/local.js'
import type {Runtime, RuntimeKind, Task, TaskHandle} from '../runtimes/runtime.js'
import type {ClassArchive} from '../stacks/component.js'
import type {LabEventBody} from './events.js'
import {logLimit} from './log-limit.js'
import type {Member} from './member.js'

/** Often enough that a burst stays near the limit; a look costs a few microseconds a file. */
const rotatePeriodMs = 500

export interface HousekeepingDeps {
  readonly runtimes: Readonly<Record<RuntimeKind, Runtime>>
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
export async function makeClassArchives({members, runtimes, emit, signal}: HousekeepingDeps): Promise<void> {
  for (const {task, state} of [...members()]) {
    const {classArchive} = task.workload
    if (classArchive === undefined || state.phase !== 'ready' || signal.aborted) continue
    const isMade =
      task.runtime === 'docker'
        ? await makeInContainer(runtimes.docker, state.handle, classArchive, signal)
        : await makeOnMachine(task, classArchive, signal)
    if (isMade) emit({type: 'note', component: task.name, text: 'class archive made: its next start is faster'})
  }
}

async function makeOnMachine(
  {lab, name, workload}: Task,
  archive: ClassArchive,
  signal: AbortSignal,
): Promise<boolean> {
  const marked = {...workload.env, ...marksOf(lab, 'class-archive', `class-archive-${name}`, '')}
  return (await makeClassArchive(archive, {PATH: process.env.PATH ?? '/usr/bin:/bin', ...marked}, signal)) === 'made'
}

/** It only saves time: an engine that is away, or a container that ends meanwhile, is no failure. */
async function makeInContainer(
  runtime: Runtime,
  handle: TaskHandle,
  archive: ClassArchive,
  signal: AbortSignal,
): Promise<boolean> {
  try {
    return (await runtime.exec?.(handle, classArchiveScript(archive, handle.run), signal))?.exitCode === 0
  } catch {
    return false
  }
}
