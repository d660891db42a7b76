import type {ConnectClient, ConnectorConfig, InstalledPlugin} from '../clients/connect.js'
import {type ConnectorHealth, healthOf, traceOf} from './connector-health.js'
import {hiddenOf} from './hidden-config.js'
import {missingConnector} from './missing-connector.js'
import {deepestCause} from './trace-causes.js'

export interface ListedConnector extends ConnectorHealth {
  /** In the server's own words; `connector doctor` says it in ours. */
  readonly cause: string | undefined
}

/** All connectors, or those named, each with the worst state of itself and its tasks. */
export async function listConnectors(connect: ConnectClient, names: readonly string[]): Promise<ListedConnector[]> {
  const statuses = await connect.statuses()
  const missing = names.find(name => !statuses.some(status => status.name === name))
  if (missing !== undefined) throw await missingConnector(connect, missing)
  return statuses
    .filter(({name}) => names.length === 0 || names.includes(name))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(status => {
      const trace = traceOf(status)
      return {...healthOf(status), cause: trace === undefined ? undefined : hiddenOf({}).text(deepestCause(trace))}
    })
}

export interface ConnectorDescription extends ListedConnector {
  readonly class: string
  readonly config: ConnectorConfig
  readonly topics: readonly string[]
}

export async function describeConnector(connect: ConnectClient, name: string): Promise<ConnectorDescription> {
  const config = await connect.config(name)
  if (config === undefined) throw await missingConnector(connect, name)
  const [[listed], topics] = await Promise.all([listConnectors(connect, [name]), connect.topics(name)])
  if (listed === undefined) throw await missingConnector(connect, name)
  const shown = hiddenOf(config).config(config)
  return {...listed, class: config['connector.class'] ?? '', config: shown, topics: topics?.[name]?.topics ?? []}
}

/** The settings, secrets hidden. */
export async function shownConfig(connect: ConnectClient, name: string): Promise<ConnectorConfig> {
  const config = await connect.config(name)
  if (config === undefined) throw await missingConnector(connect, name)
  return hiddenOf(config).config(config)
}

export async function listPlugins(connect: ConnectClient, all: boolean): Promise<InstalledPlugin[]> {
  const plugins = await connect.plugins(all)
  const shown = plugins.filter(({class: name}) => all || !/\.(?:Mirror\w+|Mock\w+|Verifiable\w+)$/.test(name))
  return shown.toSorted((a, b) => (a.type === b.type ? (a.class < b.class ? -1 : 1) : a.type < b.type ? -1 : 1))
}
