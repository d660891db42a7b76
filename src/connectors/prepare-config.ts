import type {ConnectClient, ConnectorConfig} from '../clients/connect.js'
import type {Hidden} from './hidden-config.js'
import type {WantedConnector} from './read-connectors.js'
import {resolveConfig, type SecretSources} from './resolve-config.js'
import {columnTypes, isConfluentJdbc, translate} from './translate/translate.js'
import type {MappedSetting} from './translate/translation.js'
import {findPlugin} from './validate-connector.js'

export interface PreparePlaces {
  readonly connect: Pick<ConnectClient, 'plugins' | 'asRead'>
  readonly sources: SecretSources
  /** `127.0.0.1:9092` */
  readonly brokers: string
}

export interface PreparedConfig {
  /** As it was written, placeholders filled. */
  readonly written: ConnectorConfig
  /** As the worker gets it; the same object as `written` where nothing is done to it. */
  readonly sent: ConnectorConfig
  readonly mapping: readonly MappedSetting[]
  readonly hidden: Hidden
}

/** From what a person wrote to what the worker gets; the same for adding, comparing and validating. `translates`: where Confluent's plugin isn't installed. */
export async function prepareConfig(
  {name, config, isLiteral}: WantedConnector,
  {connect, sources, brokers}: PreparePlaces,
  translates: boolean,
): Promise<PreparedConfig> {
  const {config: written, hidden} = await resolveConfig(config, sources, isLiteral)
  const isTranslated = translates && isConfluentJdbc(written) && !(await isInstalled(connect, written))
  const {config: final, mapping} = isTranslated
    ? translate(written, {name, brokers, columns: await columnTypes(written)})
    : {config: written, mapping: []}
  return {written, sent: connect.asRead(final), mapping, hidden}
}

async function isInstalled(connect: PreparePlaces['connect'], config: ConnectorConfig): Promise<boolean> {
  return findPlugin(await connect.plugins(), config['connector.class'] ?? '') !== undefined
}
