import {type Check, type Finding, fail, pass} from '../check.js'
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
    ]
  },
}

function taken(held: HeldPort, {system}: Facts): Finding {
  const {port, component, name, unit} = held
  return fail(
    `port ${port}`,
    `${component} (${name}) wants it, but ${holderText(held, system)} holds it`,
    ...(unit === undefined ? [] : [`Stop that service, also at the next boot: systemctl disable --now ${unit}`]),
    `Use another port: msa up --port ${component}.${name}=${port > 55_535 ? port - 10_000 : port + 10_000}`,
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
