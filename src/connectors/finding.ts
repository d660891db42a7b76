import type {Fix} from './diagnosis/known-failure.js'

/** Something that is wrong, or will be, seen without waiting for a task to fail of it. */
export interface Finding {
  readonly failure: string
  /** The setting that is to blame. */
  readonly field: string | undefined
  readonly cause: string
  readonly fix: Fix
}
