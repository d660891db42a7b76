import {systemClock} from '../platform/clock.js'
import {dockerRuntime} from '../runtimes/docker/docker.js'
import {localRuntime} from '../runtimes/local.js'
import type {LabIdentity, Observed, Runtime, RuntimeKind, Stats, TaskHandle} from '../runtimes/runtime.js'

export type Runtimes = Readonly<Record<RuntimeKind, Runtime>>

/** Every runtime there is. The engine's client is loaded, and the engine asked, only when a container is concerned. */
export function runtimesOf(lab: LabIdentity, env: NodeJS.ProcessEnv): Runtimes {
  const open = async () => (await import('../runtimes/docker/open-engine.js')).openEngine(lab, env)
  return {local: localRuntime(systemClock), docker: dockerRuntime({open, lab, clock: systemClock})}
}

/** What of a lab runs, wherever it runs. */
export async function observeAll(runtimes: Runtimes, lab: LabIdentity, signal: AbortSignal): Promise<Observed[]> {
  const found = await Promise.all(Object.values(runtimes).map(runtime => runtime.observe(lab, signal)))
  return found.flat()
}

/** Figures of all these runs, each asked of its own runtime. */
export async function statsOfAll(
  runtimes: Readonly<Partial<Runtimes>>,
  handles: readonly TaskHandle[],
): Promise<Map<string, Stats>> {
  const found = await Promise.all(
    Object.values(runtimes).map(runtime => runtime.stats(handles.filter(handle => handle.runtime === runtime.kind))),
  )
  return new Map(found.flatMap(stats => [...stats]))
}
