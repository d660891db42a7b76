import {noOverrides, type Overrides} from '../lab/overrides.js'
import {factsOf, instanceNames, type Part} from '../lab/tasks/members.js'
import {wantedPorts} from '../lab/tasks/ports.js'

/** Above the ports of the lab's components, below those that systems hand out. */
const first = 18_081

export interface FreeInside {
  readonly parts: readonly Part[]
  /** Ports that are only a number inside a container; Compose publishes them on any free port. */
  readonly auto: ReadonlySet<number>
}

/** Ports that msa would choose at each start get a number here: the same lab gives the same file. */
export function freeInside(parts: readonly Part[], portOffset: number, overrides: Overrides = noOverrides): FreeInside {
  const facts = parts.map(factsOf)
  const wanted = wantedPorts(facts, portOffset, overrides)
  const used = new Set([...wanted.values()].flatMap(ports => Object.values(ports)))
  const auto = new Set<number>()
  const pinned = parts.map((part, index): Part => {
    const names = instanceNames(facts[index] ?? factsOf(part))
    const open = Object.entries(wanted.get(names[0] ?? '') ?? {}).filter(([, port]) => port === 0)
    const numbers = Object.fromEntries(open.map(([name]) => [name, take(names.length)]))
    return withPorts(part, numbers)
  })
  return {parts: pinned, auto}

  /** Further instances count up from the first. */
  function take(count: number): number {
    for (let port = first; ; port++) {
      const block = Array.from({length: count}, (_, index) => port + index)
      if (block.some(one => used.has(one))) continue
      for (const one of block) {
        used.add(one)
        auto.add(one)
      }
      return port
    }
  }
}

function withPorts(part: Part, numbers: Readonly<Record<string, number>>): Part {
  return part.kind === 'service'
    ? {...part, service: {...part.service, ports: {...part.service.ports, ...numbers}}}
    : {...part, wish: {...part.wish, ports: {...part.wish.ports, ...numbers}}}
}
