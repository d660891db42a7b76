import {readFileSync} from 'node:fs'

/** Ports that the system gives to outgoing connections: a server that wants one of them may find it taken at any moment. */
export interface EphemeralPorts {
  readonly from: number
  readonly to: number
  /** Within the range, but kept for servers. */
  readonly reserved: readonly (readonly [from: number, to: number])[]
}

const folder = '/proc/sys/net/ipv4'

/** The IANA's range (RFC 6335, section 6), which macOS uses, where the system does not say. */
export const ianaEphemeralPorts: EphemeralPorts = {from: 49_152, to: 65_535, reserved: []}

export function ephemeralPorts(): EphemeralPorts {
  const range = numbersIn(contentOf('ip_local_port_range'))
  const [from, to] = range
  if (from === undefined || to === undefined) return ianaEphemeralPorts
  return {from, to, reserved: reservedIn(contentOf('ip_local_reserved_ports'))}
}

export function isEphemeral(port: number, {from, to, reserved}: EphemeralPorts): boolean {
  return port >= from && port <= to && !reserved.some(([first, last]) => port >= first && port <= last)
}

/** `8080,9148-9150` (Documentation/networking/ip-sysctl.rst of Linux). */
export function reservedIn(list: string): [number, number][] {
  return list.split(',').flatMap(part => {
    const [first, last = first] = numbersIn(part)
    return first === undefined || last === undefined ? [] : [[first, last] as [number, number]]
  })
}

function numbersIn(text: string): number[] {
  return (text.match(/\d+/g) ?? []).map(Number)
}

function contentOf(name: string): string {
  try {
    return readFileSync(`${folder}/${name}`, 'utf8')
  } catch {
    return ''
  }
}
