import type {SeenConfig, SeenProperty} from '../../config/get-config.js'
import type {RefreshResult, Reloaded} from '../../config/refresh-config.js'
import type {SetResult} from '../../config/set-config.js'
import {escapeLine} from '../escape.js'
import {type Column, table} from '../table.js'

const PROPERTIES: readonly Column<SeenProperty>[] = [
  {title: 'key', value: ({key}) => key},
  {title: 'value', value: ({value}) => value},
  {title: 'from', value: ({source}) => source},
]

export function configView({properties}: SeenConfig): string {
  return properties.length === 0 ? 'nothing is configured\n' : table(properties, PROPERTIES)
}

/** The value alone, for scripts. */
export function configValueView({properties}: SeenConfig): string {
  return `${properties[0]?.value ?? ''}\n`
}

const RELOADED: readonly Column<Reloaded>[] = [
  {title: 'reloaded', value: ({service, port}) => `${service}:${port}`},
  {title: 'changed', value: ({changed}) => (changed === undefined ? '(not told)' : changed.join(', ') || 'nothing')},
  {title: 'after', value: ({afterMs}) => `${afterMs} ms`, align: 'right'},
]

export function refreshView({reloaded}: RefreshResult): string {
  return reloaded.length === 0 ? 'nobody is on the bus\n' : table(reloaded, RELOADED)
}

export function setView({set, refreshed}: {readonly set: SetResult; readonly refreshed?: RefreshResult}): string {
  const what = set.change === 'unchanged' ? 'has that value already' : set.change
  const note = set.written || set.change === 'unchanged' ? '' : ' (not done: --dry-run)'
  const line = escapeLine(`${set.file}: ${set.key} ${what}${note}`)
  return `${line}\n${refreshed === undefined ? '' : refreshView(refreshed)}`
}
