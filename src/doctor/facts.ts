import type {Survey} from '../distributions/provision.js'
import type {MsaError} from '../errors.js'
import type {PortReport} from '../lab/client/lab-ports.js'
import type {EphemeralPorts} from '../platform/ephemeral-ports.js'
import type {FreeSpace} from '../platform/free-space.js'
import type {FoundEngine} from '../runtimes/docker/engine.js'
import type {Component} from '../stacks/component.js'

/** Everything that the checks look at, gathered once. */
export interface Facts {
  readonly node: {readonly version: string; readonly path: string}
  readonly lab: {
    readonly name: string
    readonly file: string | undefined
    /** What is wrong with the lab file; the built-in lab was looked at instead. */
    readonly problem: MsaError | undefined
    readonly components: readonly LabComponentFacts[]
  }
  readonly survey: Survey
  readonly ports: readonly HeldPort[]
  readonly ephemeral: EphemeralPorts
  /** Undefined where the system does not say. */
  readonly availableMiB: number | undefined
  readonly engine: EngineFacts
  readonly space: {readonly cache: FreeSpace | undefined; readonly lab: FreeSpace | undefined}
  readonly localhost: readonly string[]
  /** Its name, as in "Debian's own prometheus.service". */
  readonly system: string | undefined
}

export interface EngineFacts {
  /** What of the lab runs in containers. */
  readonly inContainers: readonly string[]
  readonly found: Omit<FoundEngine, 'docker'> | undefined
  /** Where it keeps images and volumes; undefined where that is on another machine, a virtual one included. */
  readonly space: FreeSpace | undefined
  /** Why none was found. */
  readonly problem: MsaError | undefined
}

export type LabComponentFacts = Pick<Component, 'name' | 'needs' | 'optional' | 'urls'> & {
  readonly memoryMiB: number
  /** It runs already: its memory is taken. */
  readonly runs: boolean
}

export interface HeldPort extends PortReport {
  /** The system service that holds it. */
  readonly unit: string | undefined
}
