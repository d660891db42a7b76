import type {TaskUrl} from '../../runtimes/runtime.js'
import type {ComponentStatus} from '../protocol.js'
import {type Step, startedBy, stoppedBy} from './plan.js'

export interface UpResult {
  readonly components: readonly {
    readonly name: string
    readonly state: string
    readonly runtime: string
    readonly pid: number | undefined
    readonly ports: Readonly<Record<string, number>>
    readonly urls: readonly TaskUrl[]
  }[]
  /** Names of what was started or restarted; empty when the lab ran as it should. */
  readonly changed: readonly string[]
  /** What left the lab. */
  readonly stopped: readonly string[]
  /** Optional components of which neither program nor image is on this machine. */
  readonly leftOut: readonly string[]
  readonly totalMs: number
}

export function upResult(
  statuses: readonly ComponentStatus[],
  changes: readonly Step[],
  leftOut: readonly string[],
  totalMs: number,
): UpResult {
  return {
    components: statuses.map(({name, state, runtime, ports, urls}) => ({
      ...{name, state: state.phase, runtime, ports, urls},
      pid: 'handle' in state ? state.handle?.pid : undefined,
    })),
    changed: startedBy(changes),
    stopped: stoppedBy(changes),
    leftOut,
    totalMs: Math.round(totalMs),
  }
}
