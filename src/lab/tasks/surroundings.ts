import type {LabIdentity, RuntimeKind} from '../../runtimes/runtime.js'
import type {Component, Distribution, DistributionName, ProgramName} from '../../stacks/component.js'
import type {Lab} from '../lab.js'
import type {LabSecrets} from '../lab-secrets.js'
import type {PortTable} from './ports.js'

/** Programs and distributions as they were found on this machine. */
export interface Found {
  readonly programs: ReadonlyMap<ProgramName, {readonly path: string; readonly build: string}>
  readonly distributions: ReadonlyMap<DistributionName, Distribution>
}

/** All that was decided and found before a task is made of a part. Data; nothing is looked up behind it. */
export interface Surroundings {
  readonly lab: Lab
  readonly identity: LabIdentity
  readonly catalogue: readonly Component[]
  /** Names of the components and services that are part of the lab. */
  readonly members: ReadonlySet<string>
  readonly ports: PortTable
  /** Where each part runs; a part that is not named runs as a process. */
  readonly runtimes: ReadonlyMap<string, RuntimeKind>
  /** In a lab of processes and containers: an address at which either reaches either. */
  readonly machineAddress: string | undefined
  readonly found: Found
  readonly secrets: LabSecrets
  /** The image of msa's own services, as it was built here. */
  readonly servicesImage: string
  readonly cacheDir: string
  /** msa's own folder: `templates/` and `dist/` lie there. */
  readonly packageDir: string
  /** The person's own, for build tools that keep their caches there. */
  readonly home: string | undefined
  readonly isRoot: boolean
  readonly platform: NodeJS.Platform
}
