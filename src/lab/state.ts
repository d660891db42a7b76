import type {SerialisedError} from '../errors.js'
import type {Exit, TaskHandle} from '../runtimes/runtime.js'

/** What a component is doing. Each phase carries what belongs to it, so that no impossible combination can be written. */
export type ComponentState =
  | {readonly phase: 'pending'; readonly holds: readonly Hold[]}
  | {readonly phase: 'starting'; readonly handle?: TaskHandle; readonly notReadyBecause: string}
  | {readonly phase: 'ready'; readonly handle: TaskHandle}
  | {readonly phase: 'unhealthy'; readonly handle: TaskHandle; readonly reason: string}
  | {readonly phase: 'backoff'; readonly attempt: number; readonly afterMs: number; readonly because: string}
  | {readonly phase: 'stopping'; readonly handle: TaskHandle; readonly graceMs: number}
  | {readonly phase: 'stopped'; readonly exit?: Exit}
  | {readonly phase: 'failed'; readonly error: SerialisedError}
export type Phase = ComponentState['phase']

/** Why a component is not being started or stopped yet. Shown as it stands by `msa status`. */
export interface Hold {
  readonly reason: 'waits-for' | 'needed-by'
  readonly on: string
}

export function holdText(hold: Hold): string {
  return hold.reason === 'waits-for' ? `waits for ${hold.on}` : `still needed by ${hold.on}`
}

/** The handle of the running task, if one runs. */
export function handleOf(state: ComponentState): TaskHandle | undefined {
  return 'handle' in state ? state.handle : undefined
}

/** It ran to its end by itself and its policy was content: a task that is done. */
export function isDone(state: ComponentState): boolean {
  return state.phase === 'stopped' && state.exit !== undefined && state.exit.note !== 'stopped'
}

/** One line for a person: what it waits for, why it isn't ready, how it ended. */
export function explain(state: ComponentState): string {
  switch (state.phase) {
    case 'pending':
      return state.holds.map(holdText).join(', ')
    case 'starting':
      return state.notReadyBecause
    case 'ready':
    case 'stopping':
      return ''
    case 'unhealthy':
      return state.reason
    case 'backoff':
      return `${state.because}; next try in ${(state.afterMs / 1000).toFixed(1)} s (attempt ${state.attempt})`
    case 'stopped':
      return state.exit === undefined ? '' : exitText(state.exit)
    case 'failed':
      return state.error.message
    default:
      return state satisfies never
  }
}

/** How a process ended, truthfully: code, signal, out of memory, killed by msa, or unknown (promise P30). */
export function exitText(exit: Exit): string {
  if (exit.note === 'unknown') return 'exited while msa was away, code unknown'
  if (exit.note === 'oom') return 'killed by the kernel: out of memory'
  const how = exit.signal === null ? `exited with code ${exit.code ?? 'unknown'}` : `killed by ${exit.signal}`
  if (exit.note === 'stopped') return exit.forced ? 'stopped by msa, by force' : 'stopped by msa'
  return how
}
