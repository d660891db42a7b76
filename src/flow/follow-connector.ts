import type {ConnectClient, ConnectorConfig, ConnectorStatus} from '../clients/connect.js'
import {connectorDatabase, listOf} from '../connectors/connector-database.js'
import {healthOf} from '../connectors/connector-health.js'
import {MsaError} from '../errors.js'
import {shellWord} from '../platform/shell-word.js'
import type {Broken} from './flow-leg.js'

export interface FoundConnector {
  readonly name: string
  readonly config: ConnectorConfig
  readonly state: string
}

/** The sink that writes a topic into a database. */
export function findSink(connect: ConnectClient, topic: string): Promise<FoundConnector | undefined> {
  return find(connect, 'sink', ({topics, 'topics.regex': pattern}) =>
    pattern === undefined ? listOf(topics).includes(topic) : matchesAll(pattern, topic),
  )
}

/** The source that reads `mydb.users`; one without a list of tables reads them all. */
export function findSource(connect: ConnectClient, qualified: string): Promise<FoundConnector | undefined> {
  const [database, table = ''] = qualified.split('.')
  return find(connect, 'source', config => {
    const place = connectorDatabase(config)
    if (place === undefined) return false
    if (place.tables.length === 0) return (place.target.database ?? database) === database
    return place.tables.some(each => matchesAll(each, qualified) || (each === table && place.kind === 'jdbc-source'))
  })
}

async function find(
  connect: ConnectClient,
  type: ConnectorStatus['type'],
  accepts: (config: ConnectorConfig) => boolean,
): Promise<FoundConnector | undefined> {
  const all = (await connect.statuses()).filter(status => status.type === type)
  const found = await Promise.all(
    all.map(async status => ({...healthOf(status), config: await connect.config(status.name)})),
  )
  const fitting = found.flatMap(({name, state, config}) => (config && accepts(config) ? [{name, state, config}] : []))
  return fitting.find(({state}) => state === 'RUNNING') ?? fitting[0]
}

function matchesAll(pattern: string, text: string): boolean {
  if (pattern === text) return true
  try {
    return new RegExp(`^(?:${pattern})$`).test(text)
  } catch {
    return false
  }
}

/** Where a source writes a table's rows: by the plugin's rule, and then by each transform that renames topics. */
export function topicOfSource(config: ConnectorConfig, qualified: string): string {
  const prefix = config['topic.prefix'] ?? ''
  const isCdc = connectorDatabase(config)?.kind === 'cdc-source'
  const plain = isCdc ? `${prefix}.${qualified}` : `${prefix}${qualified.split('.')[1]}`
  return listOf(config.transforms).reduce((topic, name) => {
    const of = (key: string) => config[`transforms.${name}.${key}`] ?? ''
    if (!of('type').endsWith('.RegexRouter') || !matchesAll(of('regex'), topic)) return topic
    return topic.replace(new RegExp(`^(?:${of('regex')})$`), of('replacement'))
  }, plain)
}

/** The table of a sink, by the plugin's rule. */
export function tableOfSink(config: ConnectorConfig, topic: string): string {
  const format = config['collection.name.format'] ?? config['table.name.format'] ?? `\${topic}`
  const name = config['connector.class']?.startsWith('io.debezium.') ? topic.replaceAll('.', '_') : topic
  return format.replaceAll(`\${topic}`, name)
}

/** A connector in such a state will never carry anything, however long one waits. */
export function requireAlive(connector: FoundConnector): void {
  const {name, state} = connector
  if (!['PAUSED', 'STOPPED', 'FAILED'].includes(state)) return
  const {reason, tryThis} = whyNot(connector)
  throw new MsaError('E_FAILED', reason, {tryThis: [...tryThis, `msa connector status ${shellWord(name)}`]})
}

export function whyNot({name, state}: FoundConnector): Broken {
  const word = shellWord(name)
  if (state === 'PAUSED' || state === 'STOPPED')
    return {reason: `the connector ${name} is ${state}`, tryThis: [`msa connector resume ${word}`]}
  return {reason: `the connector ${name} is ${state}, and nothing came`, tryThis: [`msa connector doctor ${word}`]}
}
