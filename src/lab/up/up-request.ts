import type {PullPolicy} from '../../runtimes/docker/pull-policy.js'
import type {GivenOverrides} from '../overrides.js'
import type {LabPlace} from '../place.js'

export interface UpRequest {
  readonly place: LabPlace
  readonly env: NodeJS.ProcessEnv
  readonly cwd: string
  readonly asked: readonly string[]
  readonly given: GivenOverrides
  readonly timeoutMs: number | undefined
  readonly offline: boolean
  /** When images are fetched. */
  readonly pull: PullPolicy
  readonly dryRun: boolean
  /** For the event log: who wants it. */
  readonly by: string
  readonly signal: AbortSignal
}
