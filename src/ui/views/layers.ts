import type {LayerProgress, LayerStatus} from '../../runtimes/docker/pull-progress.js'
import type {Room} from '../progress/reporter.js'
import {bytesText} from '../units.js'

const idWidth = 12
const statusWidth = 11
/** `123.4 MiB of 123.4 MiB` */
const bytesWidth = 22
const longestBar = 30

/** What moves is seen first where there is not room for all. */
const urgency: readonly LayerStatus[] = ['downloading', 'extracting', 'waiting', 'done']

/** One line a layer, in the engine's order, never more than there is room for: what finds none is counted in the last line. */
export function layerLines(layers: readonly LayerProgress[], {columns, rows}: Room): string[] {
  if (layers.length <= rows) return layers.map(layer => layerLine(layer, columns))
  const byUrgency = [...layers].sort((one, other) => urgency.indexOf(one.status) - urgency.indexOf(other.status))
  const chosen = byUrgency.slice(0, Math.max(0, rows - 1))
  const others = layers.filter(layer => !chosen.includes(layer))
  const counts = urgency.flatMap(status => {
    const count = others.filter(layer => layer.status === status).length
    return count === 0 ? [] : [`${count} ${status}`]
  })
  const shown = layers.filter(layer => chosen.includes(layer)).map(layer => layerLine(layer, columns))
  return rows < 1 ? [] : [...shown, `and ${counts.join(', ')}`]
}

/** `a1b2c3d4e5f6 downloading [=======>            ] 12.3 MiB of 45.0 MiB` */
function layerLine({id, status, current, total}: LayerProgress, columns: number): string {
  const begin = `${id.slice(0, idWidth).padEnd(idWidth)} ${status.padEnd(statusWidth)}`
  const bar = barOf(status === 'done' ? 1 : total === 0 ? 0 : current / total, columns - begin.length - bytesWidth - 4)
  return [begin, bar, total === 0 ? '' : bytesOf(status, current, total)].join(' ').trimEnd().slice(0, columns)
}

function barOf(share: number, width: number): string {
  const inner = Math.min(longestBar, width)
  if (inner < 3) return `${Math.floor(share * 100)}%`.padStart(4)
  const filled = Math.round(Math.min(1, share) * inner)
  const line = filled === 0 || filled === inner ? '='.repeat(filled) : `${'='.repeat(filled - 1)}>`
  return `[${line.padEnd(inner)}]`
}

function bytesOf(status: LayerStatus, current: number, total: number): string {
  return status === 'downloading' ? `${bytesText(current)} of ${bytesText(total)}` : bytesText(total)
}
