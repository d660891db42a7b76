import {shifted} from '../effective-ports.js'
import type {At} from './collections.js'
import type {Report} from './mistakes.js'
import type {Spot} from './tree.js'

/** The ports of one member of the lab, as far as the file sets them. */
export interface PortOwner {
  readonly name: string
  /** Port name → default; 0 means any free one. The first is the main one. */
  readonly defaults: Readonly<Record<string, number>>
  readonly pinned: ReadonlyMap<string, At<number>>
  readonly instances: At<number> | undefined
}

/** The ports that several places of the file set for one component; a port that is set twice is a mistake. */
export function pinPorts(
  settings: readonly (readonly [name: string, port: At<number>])[],
  report: Report,
): Map<string, At<number>> {
  const pinned = new Map<string, At<number>>()
  for (const [name, port] of settings) {
    const first = pinned.get(name)
    if (first === undefined) pinned.set(name, port)
    else
      report({
        spot: port.spot,
        path: port.path,
        problem: `this port is already set on line ${first.spot.line} (${first.path})`,
      })
  }
  return pinned
}

interface Claim {
  readonly owner: string
  readonly port: number
  readonly pinned: At<number> | undefined
}

/** No two may want the same port, none may leave the range, and several instances cannot share one. */
export function checkPorts(owners: readonly PortOwner[], offset: At<number> | undefined, report: Report): void {
  const claims = new Map<number, Claim>()
  for (const owner of owners) {
    for (const claim of claimsOf(owner, offset?.value ?? 0)) {
      const other = claims.get(claim.port)
      if (other === undefined) claims.set(claim.port, claim)
      else reportClash(claim, other, report)
      if (claim.port > 65_535 && offset !== undefined)
        report({
          ...offset,
          problem: `${claim.owner} would get port ${claim.port}`,
          expected: 'every port to stay below 65536',
        })
    }
    reportSharing(owner, report)
  }
}

function claimsOf({name, defaults, pinned}: PortOwner, offset: number): Claim[] {
  const names = new Set([...Object.keys(defaults), ...pinned.keys()])
  return [...names]
    .map(key => {
      const set = pinned.get(key)
      const owner = names.size === 1 ? name : `${name}.${key}`
      return {owner, port: set?.value ?? shifted(defaults[key] ?? 0, offset), pinned: set}
    })
    .filter(({port}) => port !== 0)
}

function reportClash(one: Claim, other: Claim, report: Report): void {
  const [at, rest] = one.pinned === undefined ? [other, one] : [one, other]
  const place: {spot: Spot; path: string} = at.pinned ?? {spot: {line: 1, column: 1}, path: ''}
  const where = rest.pinned === undefined ? 'its default' : `line ${rest.pinned.spot.line}, ${rest.pinned.path}`
  report({
    spot: place.spot,
    path: place.path,
    problem: `${at.owner} wants port ${one.port}, which ${rest.owner} has (${where})`,
    expected: 'every port once',
  })
}

function reportSharing({name, defaults, pinned, instances}: PortOwner, report: Report): void {
  if (instances === undefined || instances.value === 1) return
  const fixed = [...pinned.values()].find(({value}) => value !== 0)
  const hasFixedDefault = Object.entries(defaults).some(([key, port]) => port !== 0 && !pinned.has(key))
  if (fixed === undefined && !hasFixedDefault) return
  const problem = fixed === undefined ? `${name} has a fixed port` : `the port is fixed on line ${fixed.spot.line}`
  report({
    spot: instances.spot,
    path: instances.path,
    problem: `${problem}, and ${instances.value} instances cannot share it`,
    expected: 'port: auto, or one instance',
  })
}
