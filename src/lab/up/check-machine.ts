import {availableMemoryMiB} from '../../platform/memory.js'
import {usesEngine} from '../../runtimes/docker/engine-file.js'
import type {LabIdentity, Task} from '../../runtimes/runtime.js'
import {portsTaken, takenPorts} from '../assert-ports-free.js'
import {ownProcesses} from '../own-processes.js'
import type {ComponentStatus} from '../protocol.js'
import {runtimesOf} from '../runtimes.js'

export interface CheckMachine {
  readonly lab: LabIdentity
  readonly env: NodeJS.ProcessEnv
  /** Tasks that are about to start. */
  readonly starting: readonly Task[]
  /** What the supervisor knows; empty where there is none. */
  readonly running: readonly ComponentStatus[]
  readonly note: (line: string) => void
}

/** Ports that are taken stop everything; memory that may not suffice is told. */
export async function checkMachine({lab, env, starting, running, note}: CheckMachine): Promise<void> {
  const taken = await takenPorts(starting)
  if (taken.length > 0) {
    // Held by a task that is going to be restarted, is just being stopped, or has lost its supervisor: those are taken over.
    const isOwn = ownProcesses(lab.id)
    const published = await publishedPorts({lab, env, starting, running})
    const strangers = taken.filter(
      ({port, owner}) => !published.includes(port) && (owner?.pid === undefined || !isOwn(owner.pid)),
    )
    if (strangers.length > 0) throw portsTaken(strangers)
  }
  const neededMiB = starting.reduce((sum, {memoryMiB}) => sum + memoryMiB, 0)
  const availableMiB = await availableMemoryMiB()
  if (availableMiB !== undefined && availableMiB < neededMiB)
    note(`memory may not suffice: ${neededMiB} MiB are needed, ${availableMiB} MiB are free`)
}

/** An engine's own process holds the ports of a container; where no supervisor knows of them, the engine does. */
async function publishedPorts({lab, env, starting, running}: Omit<CheckMachine, 'note'>): Promise<readonly number[]> {
  if (running.length > 0)
    return running.flatMap(({runtime, state, ports}) =>
      runtime === 'docker' && 'handle' in state ? Object.values(ports) : [],
    )
  if (!usesEngine(lab)) return []
  const observed = await runtimesOf(lab, env).docker.observe(lab, AbortSignal.timeout(10_000))
  const names = observed.map(({task}) => task)
  return starting.filter(({name}) => names.includes(name)).flatMap(({ports}) => Object.values(ports))
}
