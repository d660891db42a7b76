type Ports = Readonly<Record<string, number>>

/** The ports that count: what somebody set, else the default plus the offset. 0 stays 0: a free one is chosen at the start. */
export function effectivePorts(defaults: Ports, set: Ports, offset: number): Record<string, number> {
  const shiftedDefaults = Object.entries(defaults).map(([name, port]) => [name, shifted(port, offset)] as const)
  return {...Object.fromEntries(shiftedDefaults), ...set}
}

export function shifted(port: number, offset: number): number {
  return port === 0 ? 0 : port + offset
}
