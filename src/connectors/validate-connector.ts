import type {ConnectClient, ConnectorConfig, InstalledPlugin, Validation} from '../clients/connect.js'
import {MsaError} from '../errors.js'
import {nearest} from '../nearest.js'
import {listOf} from './connector-database.js'
import type {Hidden} from './hidden-config.js'
import {installHint, isKnownPlugin} from './known-plugins.js'

/** A field that the plugin refuses, beside what was given for it. */
export interface FieldError {
  readonly field: string
  readonly value: string | undefined
  readonly errors: readonly string[]
}

export interface ValidationReport {
  readonly valid: boolean
  readonly errors: readonly FieldError[]
  /** Settings that neither the plugin nor Connect knows: usually typing errors. */
  readonly unknown: readonly {readonly field: string; readonly near: string | undefined}[]
}

/** Asks the plugin itself what it thinks of the settings. Fields of the type PASSWORD are hidden from here on. */
export async function validateConnector(
  connect: Pick<ConnectClient, 'validate' | 'plugins'>,
  config: ConnectorConfig,
  hidden: Hidden,
  from?: string,
): Promise<ValidationReport> {
  await requireInstalled(connect, config['connector.class'], from)
  const validation = await connect.validate(config)
  for (const {definition, value} of validation.configs) {
    if (definition.type !== 'PASSWORD') continue
    hidden.hideKey(definition.name)
    hidden.hideValue(config[definition.name] ?? value.value ?? '')
  }
  const errors = [...errorsOf(validation, config, hidden), ...unknownPredicates(config)]
  return {valid: errors.length === 0, errors, unknown: unknownSettings(validation, config)}
}

function errorsOf({configs}: Validation, config: ConnectorConfig, hidden: Hidden): FieldError[] {
  return configs.flatMap(({value: {name, errors}}) => {
    if (errors.length === 0) return []
    const given = config[name]
    // Some plugins say the same sentence once for each way in which they came upon it.
    const words = [...new Set(errors)].map(error => hidden.text(error))
    return [{field: name, value: given === undefined ? undefined : hidden.setting(name, given), errors: words}]
  })
}

/** The worker lets them pass, and the task dies of them. */
export function unknownPredicates(config: ConnectorConfig): FieldError[] {
  const known = listOf(config.predicates)
  return listOf(config.transforms).flatMap(alias => {
    const field = `transforms.${alias}.predicate`
    const value = config[field]
    if (value === undefined || known.includes(value)) return []
    const there = known.length === 0 ? 'predicates is not set' : `predicates=${known.join(',')}`
    return [{field, value, errors: [`There is no predicate ${value}: ${there}`]}]
  })
}

/** Prefixes under which plugins hand settings on to what they contain, unknown to their own definition. */
const HANDED_ON =
  /^(?:transforms|predicates|key\.converter|value\.converter|header\.converter|topic\.creation|producer|consumer|admin|errors|offsets\.storage|config\.providers|hibernate|database|driver|signal|schema\.history|dialect|kafka)\.|^name$/

function unknownSettings({configs}: Validation, config: ConnectorConfig): ValidationReport['unknown'] {
  const known = configs.map(({definition}) => definition.name)
  return Object.keys(config)
    .filter(field => !known.includes(field) && !HANDED_ON.test(field))
    .map(field => ({field, near: nearest(field, known)}))
}

/** Connect accepts the short name too (`JdbcSink`, `JdbcSinkConnector`). */
export function findPlugin(plugins: readonly InstalledPlugin[], wanted: string): InstalledPlugin | undefined {
  const short = (name: string) =>
    (name.split('.').at(-1) ?? name).replace(/(?:Source|Sink)?Connector$/, match => match.replace('Connector', ''))
  return (
    plugins.find(plugin => plugin.class === wanted) ??
    plugins.find(
      plugin => !wanted.includes('.') && [plugin.class.split('.').at(-1), short(plugin.class)].includes(wanted),
    )
  )
}

async function requireInstalled(
  connect: Pick<ConnectClient, 'plugins'>,
  wanted: string | undefined,
  from: string | undefined,
): Promise<void> {
  if (wanted === undefined || wanted.trim() === '') {
    throw new MsaError('E_INPUT', 'connector.class is missing: which connector is meant?', {
      tryThis: ['See what is installed: msa connector plugins', '--set connector.class=…'],
    })
  }
  const plugins = await connect.plugins()
  if (findPlugin(plugins, wanted)) return
  throw missingPlugin(wanted, plugins, from)
}

export function missingPlugin(wanted: string, plugins: readonly InstalledPlugin[], from?: string): MsaError {
  const classes = plugins
    .map(plugin => plugin.class)
    .filter(name => !/\.(?:Mirror\w+|Mock\w+|Verifiable\w+)$/.test(name))
  const shortNames = new Map(classes.map(name => [name.split('.').at(-1) ?? name, name]))
  const near =
    nearest(wanted, classes) ?? shortNames.get(nearest(wanted.split('.').at(-1) ?? '', shortNames.keys()) ?? '')
  return new MsaError('E_PREREQUISITE_MISSING', `the connector ${wanted} is not installed`, {
    details: [
      ...(near === undefined || isKnownPlugin(wanted) ? [] : [`did you mean "${near}"?`]),
      `Installed: ${classes.join(', ')}`,
    ],
    tryThis: [...installHint(wanted, from), 'msa connector plugins'],
  })
}
