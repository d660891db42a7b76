import type {InstalledPlugin} from '../../clients/connect.js'
import type {ConnectorDiff, ValidatedConnector} from '../../connectors/apply-connectors.js'
import type {ChangedConnector} from '../../connectors/change-connectors.js'
import type {ConnectorDescription, ListedConnector} from '../../connectors/list-connectors.js'
import type {SettingChange} from '../../connectors/plan-connector.js'
import {escapeLine} from '../escape.js'
import {type Column, table} from '../table.js'

const LIST: readonly Column<ListedConnector>[] = [
  {title: 'name', value: ({name}) => name},
  {title: 'type', value: ({type}) => type},
  {title: 'state', value: ({state}) => state},
  {title: 'tasks', value: ({tasks}) => tasks.map(({state}) => state.toLowerCase()).join(',') || '-'},
  {title: 'worker', value: ({worker}) => worker},
]

export function connectorListView(connectors: readonly ListedConnector[]): string {
  if (connectors.length === 0) return 'no connectors yet; add one: msa connector add FILE\n'
  const causes = connectors
    .filter(({cause}) => cause !== undefined)
    .map(
      ({name, cause}) =>
        `${escapeLine(`${name}: ${cause}`)}\n  why, and what to do: msa connector doctor ${escapeLine(name)}\n`,
    )
  return [table(connectors, LIST), ...causes].join('')
}

export function connectorDescriptionView(connector: ConnectorDescription): string {
  const {name, state, type, tasks, topics, config, cause} = connector
  const lines = [
    `${name}: ${type}, ${state}, ${connector.class}`,
    ...tasks.map(({id, state: of, worker}) => `  task ${id}: ${of} on ${worker}`),
    ...(topics.length === 0 ? [] : [`  topics: ${topics.join(', ')}`]),
    ...(cause === undefined ? [] : [`  cause: ${cause}`]),
  ]
  return `${lines.map(escapeLine).join('\n')}\n${configView(config)}`
}

export function configView(config: Readonly<Record<string, string>>): string {
  return Object.entries(config)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => `${escapeLine(`${key}=${value}`)}\n`)
    .join('')
}

export function changedConnectorsView(changed: readonly ChangedConnector[]): string {
  if (changed.length === 0) return 'nothing to do\n'
  return changed
    .map(({name, action, state}) => `${escapeLine(name)}: ${action}${state === undefined ? '' : `, ${state}`}\n`)
    .join('')
}

export function diffView(diffs: readonly ConnectorDiff[]): string {
  return diffs
    .map(({name, state, changes}) => {
      const words = {same: 'as it runs', different: 'differs', missing: 'not there yet'}[state]
      const shown = state === 'different' ? changes.map(change => `  ${changeText(change)}\n`).join('') : ''
      return `${escapeLine(name)}: ${words}\n${shown}`
    })
    .join('')
}

export function changeText({key, from, to}: SettingChange): string {
  if (from === undefined) return escapeLine(`+ ${key}=${to}`)
  return escapeLine(to === undefined ? `- ${key}=${from}` : `~ ${key}: ${from} → ${to}`)
}

export function validationView(reports: readonly ValidatedConnector[]): string {
  return reports
    .map(({name, valid, errors, unknown}) => {
      const wrong = errors.map(({field, value, errors: words}) => fieldText(field, value, words))
      const odd = unknown.map(
        ({field, near}) =>
          `  ${field}: not known to this connector${near === undefined ? '' : `; did you mean "${near}"?`}`,
      )
      return `${escapeLine(name)}: ${valid ? 'valid' : 'not valid'}\n${[...wrong, ...odd].map(line => `${escapeLine(line)}\n`).join('')}`
    })
    .join('')
}

export function fieldText(field: string, value: string | undefined, errors: readonly string[]): string {
  return `  ${field}${value === undefined ? '' : `=${value}`}: ${errors.join('; ')}`
}

const PLUGINS: readonly Column<InstalledPlugin>[] = [
  {title: 'class', value: plugin => plugin.class},
  {title: 'type', value: ({type}) => type},
  {title: 'version', value: ({version}) => version ?? ''},
]

export function pluginsView(plugins: readonly InstalledPlugin[]): string {
  return table(plugins, PLUGINS)
}
