/** What flags of `msa up` changed about the lab file. Remembered while the lab runs, so that the next `up` leaves it as it is. */
export interface Overrides {
  /** `kafka` or `kafka.broker` → port. */
  readonly ports: Readonly<Record<string, number>>
  readonly portOffset: number
  readonly without: readonly string[]
  readonly runtime: 'auto' | 'local' | 'docker' | undefined
  /** Absolute. */
  readonly configRepository: string | undefined
  /** Component → how many. */
  readonly instances: Readonly<Record<string, number>>
}

export const noOverrides: Overrides = {
  ports: {},
  portOffset: 0,
  without: [],
  runtime: undefined,
  configRepository: undefined,
  instances: {},
}

/** Flags of one call: those that were not given are undefined. */
export type GivenOverrides = {readonly [K in keyof Overrides]?: Overrides[K] | undefined}

/** New flags win over remembered ones; a flag that was not given keeps what was remembered. */
export function mergeOverrides(remembered: Overrides, given: GivenOverrides): Overrides {
  return {
    ports: {...remembered.ports, ...given.ports},
    portOffset: given.portOffset ?? remembered.portOffset,
    without: given.without ?? remembered.without,
    runtime: given.runtime ?? remembered.runtime,
    configRepository: given.configRepository ?? remembered.configRepository,
    instances: {...remembered.instances, ...given.instances},
  }
}
