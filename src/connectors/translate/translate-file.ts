import type {ConnectorConfig} from '../../clients/connect.js'
import {type ConnectRequest, connectRequest} from '../../clients/connect-requests.js'
import type {AddPlaces} from '../add-connector.js'
import {hiddenOf} from '../hidden-config.js'
import {type ReadOptions, readConnector} from '../read-connectors.js'
import {resolveConfig} from '../resolve-config.js'
import {columnTypes, translate} from './translate.js'
import type {MappedSetting} from './translation.js'

export interface TranslatedFile {
  readonly connector: {readonly name: string; readonly config: ConnectorConfig}
  readonly mapping: readonly MappedSetting[]
}

/** How it would be put by hand; what was a placeholder is one. */
export function shownPut({name, config}: TranslatedFile['connector']): ConnectRequest {
  return connectRequest.putConfig(name, hiddenOf(config).config(config))
}

/** The translation as a file of its own: placeholders stay placeholders, only the database is asked with them filled. */
export async function translateFile(
  path: string,
  options: ReadOptions,
  {sources, brokers}: AddPlaces,
): Promise<TranslatedFile> {
  const {name, config} = await readConnector(path, options)
  const filled = await resolveConfig(config, sources).catch(() => undefined)
  const columns = filled === undefined ? undefined : await columnTypes(filled.config)
  const translated = translate(config, {name, brokers, columns})
  return {connector: {name, config: translated.config}, mapping: translated.mapping}
}
