import type {ChalkInstance} from 'chalk'
import type {PortReport} from '../../lab/client/lab-ports.js'
import {table} from '../table.js'
import {durationText} from '../units.js'

export function portsView(ports: readonly PortReport[], paint: ChalkInstance): string {
  if (ports.length === 0) return 'this lab has no ports\n'
  return table(ports, [
    {title: 'port', value: ({port}) => port, align: 'right'},
    {title: 'component', value: ({component}) => component},
    {title: 'name', value: ({name}) => name},
    {title: 'held by', value: holderText, paint: (text, {holder}) => (isForeign(holder) ? paint.yellow(text) : text)},
    {title: 'pid', value: ({pid}) => pid ?? '', align: 'right'},
    {title: 'for', value: ({forSeconds}) => (forSeconds === undefined ? '' : durationText(forSeconds)), align: 'right'},
    {title: 'command', value: ({command, holder}) => (isForeign(holder) ? (command ?? '').slice(0, 60) : '')},
  ])
}

function isForeign(holder: PortReport['holder']): boolean {
  return holder === 'stranger' || holder === 'other-lab'
}

function holderText({holder, address}: PortReport): string {
  switch (holder) {
    case 'lab':
      return 'this lab'
    case 'nobody':
      return 'free'
    case 'other-lab':
      return 'another lab'
    case 'stranger':
      return address === undefined || address === '127.0.0.1' ? 'a stranger' : `a stranger on ${address}`
    default:
      return holder satisfies never
  }
}
