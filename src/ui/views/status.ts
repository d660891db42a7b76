import type {ChalkInstance} from 'chalk'
import type {ComponentReport, LabStatus, ReportedPhase} from '../../lab/client/status.js'
import {escapeLine} from '../escape.js'
import {table} from '../table.js'
import {bytesText, durationText} from '../units.js'

/** Columns of the terminal from which on each component's address has room beside it. */
const wideColumns = 118
/** And from which on it is said of each that it is a process, although all are. */
const roomyColumns = 92

/** What runs, and below it why something does not. */
export function statusView({components, lab}: LabStatus, paint: ChalkInstance, columns: number): string {
  if (components.length === 0) return `${escapeLine(lab.name)}: nothing in this lab\n`
  const hasContainers = components.some(({container}) => container !== undefined)
  const rows = table(components, [
    {title: 'name', value: ({name}) => name},
    {title: 'state', value: ({state}) => state, paint: (text, {state}) => paintState(text, state, paint)},
    ...(hasContainers || columns >= roomyColumns
      ? [{title: 'runtime', value: ({runtime}: ComponentReport) => runtime}]
      : []),
    {title: hasContainers ? 'pid or container' : 'pid', value: processText, align: 'right'},
    {title: 'ports', value: ({ports}) => portsText(ports)},
    {title: 'for', value: ({forSeconds}) => (forSeconds === undefined ? '' : durationText(forSeconds)), align: 'right'},
    {title: 'restarts', value: ({restarts}) => restarts, align: 'right'},
    {title: 'cpu', value: cpuText, align: 'right'},
    {
      title: 'memory',
      value: ({memoryBytes}) => (memoryBytes === undefined ? '' : bytesText(memoryBytes)),
      align: 'right',
    },
    ...(columns >= wideColumns ? [{title: 'url', value: ({urls}: ComponentReport) => urls[0]?.url ?? ''}] : []),
  ])
  const reasons = components
    .filter(({reason, state}) => reason !== '' && state !== 'ready')
    .map(({name, reason}) => `${name}: ${escapeLine(reason)}`)
  return [rows, ...reasons.map(line => `${line}\n`)].join('')
}

export function paintState(text: string, state: ReportedPhase, paint: ChalkInstance): string {
  switch (state) {
    case 'ready':
      return paint.green(text)
    case 'failed':
      return paint.red(text)
    case 'unhealthy':
    case 'backoff':
    case 'unsupervised':
      return paint.yellow(text)
    case 'starting':
    case 'stopping':
      return paint.cyan(text)
    default:
      return paint.dim(text)
  }
}

/** A container as `docker ps` shows it. */
function processText({pid, container}: ComponentReport): string | number {
  return container?.slice(0, 12) ?? pid ?? ''
}

/** `9092` or `5672, 15672, 25672`; a port that is chosen at the start is `auto` before it. */
function portsText(ports: Readonly<Record<string, number>>): string {
  return Object.values(ports)
    .map(port => (port === 0 ? 'auto' : String(port)))
    .join(' ')
}

function cpuText({cpuSeconds}: ComponentReport): string {
  return cpuSeconds === undefined ? '' : `${cpuSeconds.toFixed(1)}s`
}
