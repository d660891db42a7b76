import type {Goal} from './decide.js'
import type {ComponentState} from './state.js'

/** Everything that happens in a lab, in order. The terminal, `--json`, `msa events` and the console are readers of this one stream. */
export type LabEvent = EventMark &
  (
    | {readonly type: 'goal'; readonly components: readonly string[]; readonly goal: Goal; readonly by: string}
    | {readonly type: 'state'; readonly component: string; readonly state: ComponentState; readonly goal: Goal}
    | {readonly type: 'note'; readonly component?: string; readonly text: string}
  )

export interface EventMark {
  /** Counts up within one supervisor's life. */
  readonly seq: number
  /** Wall clock, for display only. */
  readonly at: string
}

export type LabEventBody = LabEvent extends infer E ? (E extends EventMark ? Omit<E, keyof EventMark> : never) : never
