import {isEphemeral} from '../../platform/ephemeral-ports.js'
import {movePort} from '../../platform/port-remedies.js'
import {type Check, type Finding, fail, pass, warn} from '../check.js'
import type {Facts, HeldPort} from '../facts.js'

export const portsCheck: Check = {
  name: 'ports',
  examine: facts => {
    const foreign = facts.ports.filter(({holder}) => holder === 'stranger' || holder === 'other-lab')
    const own = facts.ports.filter(port => !foreign.includes(port))
    const held = own.filter(({holder}) => holder === 'lab').length
    return [
      ...(own.length > 0 ? [pass('ports', `${own.length - held} free, ${held} held by this lab`)] : []),
      ...foreign.map(port => taken(port, facts)),
      ...lent(facts),
    ]
  },
}

/** Any program may get them for a connection; the server that wants them cannot start then. */
function lent({ports, ephemeral}: Facts): Finding[] {
  const some = ports.filter(({port}) => isEphemeral(port, ephemeral))
  if (some.length === 0) return []
  const {from, to} = ephemeral
  const list = some.map(({port, component, name}) => `${port} of ${component} (${name})`).join(', ')
  return [
    warn(
      'ports',
      `this system gives ports ${from} to ${to} to outgoing connections, and may give away ${list}`,
      `Use ports below ${from}, by portOffset and ports in the lab file`,
      `Keep them for the lab: sysctl net.ipv4.ip_local_reserved_ports=${some.map(({port}) => port).join(',')}`,
    ),
  ]
}

function taken(held: HeldPort, {system}: Facts): Finding {
  const {port, component, name, unit} = held
  return fail(
    `port ${port}`,
    `${component} (${name}) wants it, but ${holderText(held, system)} holds it`,
    ...(unit === undefined ? [] : [`Stop that service, also at the next boot: systemctl disable --now ${unit}`]),
    movePort(component, name, port),
  )
}

function holderText({holder, pid, command, unit, forSeconds}: HeldPort, system: string | undefined): string {
  if (pid === undefined) return 'a process of another user'
  const since = forSeconds === undefined ? '' : `, for ${forSeconds} s`
  if (unit !== undefined)
    return `${system === undefined ? "the system's" : `${system}'s`} own ${unit} (pid ${pid}${since})`
  const who = holder === 'other-lab' ? 'another lab, with ' : ''
  return `${who}pid ${pid} (${(command ?? 'unknown command').replaceAll(/\s+/g, ' ').slice(0, 80)}${since})`
}
