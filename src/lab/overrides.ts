/** What flags of `msa up` changed about the lab file. Remembered while the lab runs, so that the next `up` leaves it as it is. */
export interface Overrides {
  /** `kafka` or `kafka.broker` → port. */
  readonly ports: Readonly<Record<string, number>>
  readonly portOffset: number
  readonly without: readonly string[]
  readonly runtime: 'auto' | 'local' | 'docker' | undefined
}

export const noOverrides: Overrides = {ports: {}, portOffset: 0, without: [], runtime: undefined}

/** New flags win over remembered ones; a flag that was not given keeps what was remembered. */
export function mergeOverrides(remembered: Overrides, given: Partial<Overrides>): Overrides {
  return {
    ports: {...remembered.ports, ...given.ports},
    portOffset: given.portOffset ?? remembered.portOffset,
    without: given.without ?? remembered.without,
    runtime: given.runtime ?? remembered.runtime,
  }
}
