import type {Component} from '../../stacks/component.js'

/** The machine, as far as tasks depend on it. */
export interface Machine {
  readonly catalogue: readonly Component[]
  readonly cacheDir: string
  readonly packageDir: string
  readonly home: string | undefined
  readonly isRoot: boolean
  readonly platform: NodeJS.Platform
}
