import type {ConnectClient, ConnectorConfig, ConnectorStatus} from '../clients/connect.js'
import type {ConnectRequest} from '../clients/connect-requests.js'
import type {SerialisedError} from '../errors.js'
import {type ConnectorHealth, healthOf} from './connector-health.js'
import type {LabDatabase} from './diagnosis/known-failure.js'
import {type AskCluster, type DoctorReport, reportOn} from './doctor.js'
import {examineDatabase} from './examine-database.js'
import type {Finding} from './finding.js'
import type {Hidden} from './hidden-config.js'
import {type ConnectorPlan, planConnector} from './plan-connector.js'
import {type PreparedConfig, type PreparePlaces, prepareConfig} from './prepare-config.js'
import type {WantedConnector} from './read-connectors.js'
import {shownRequest} from './shown-request.js'
import type {MappedSetting} from './translate/translation.js'
import {type ValidationReport, validateConnector} from './validate-connector.js'
import {waitUntilRunning} from './wait-until-running.js'

export interface AddPlaces extends PreparePlaces {
  readonly connect: ConnectClient
  readonly askCluster: AskCluster
  /** The lab's own, for a fix that names it. */
  readonly database: LabDatabase | undefined
  /** Is told what would be sent, without secrets, before it is. */
  readonly show?: ((request: ConnectRequest) => void) | undefined
}

export interface AddOptions {
  readonly dryRun: boolean
  /** False: sent, and not looked after. */
  readonly waits: boolean
  readonly timeoutMs: number
  /** `always`, or only where Confluent's plugin isn't installed. */
  readonly translate: 'never' | 'if-missing'
  readonly validates: boolean
  /** Refuses what would wait for ever, such as a source of a table that isn't there; without it that is only told. */
  readonly strict: boolean
}

export interface AddedConnector {
  readonly name: string
  /** The file it is from. */
  readonly from: string
  readonly class: string
  readonly outcome:
    | 'created'
    | 'updated'
    | 'unchanged'
    | 'would create'
    | 'would update'
    | 'invalid'
    | 'failed'
    | 'timed out'
    | 'refused'
  readonly changes: ConnectorPlan['changes']
  readonly validation: ValidationReport | undefined
  readonly findings: readonly Finding[]
  readonly mapping: readonly MappedSetting[]
  readonly health: ConnectorHealth | undefined
  /** Why it does not run. */
  readonly report: DoctorReport | undefined
  /** Why it could not even be tried. */
  readonly problem?: SerialisedError
}

/** Validates, creates or updates only what differs, and stays until the connector and its tasks run, or it is known why they don't. */
export async function addConnector(
  wanted: WantedConnector,
  places: AddPlaces,
  options: AddOptions,
): Promise<AddedConnector> {
  const {connect} = places
  const {name, from} = wanted
  const prepared = await prepareConfig(wanted, places, options.translate === 'if-missing')
  const {sent: config, hidden, mapping} = prepared
  const checks = options.validates ? await check({name, from, ...prepared}, places) : NO_CHECKS
  const facts = {name, from, class: config['connector.class'] ?? '', mapping, ...checks}
  const isRefused = checks.validation?.valid === false || checks.findings.some(each => isFatal(each, options.strict))
  if (isRefused) return {...facts, changes: [], health: undefined, report: undefined, outcome: 'invalid'}
  places.show?.(shownRequest(connect.putRequest(name, config), wanted.config, hidden))
  const {operation, changes} = planConnector(await connect.config(name), config, hidden)
  const planned = {...facts, changes, health: undefined, report: undefined}
  if (options.dryRun) return {...planned, outcome: operation === 'unchanged' ? operation : `would ${operation}`}
  const before = operation === 'update' ? await connect.status(name) : undefined
  if (operation !== 'unchanged') await connect.putConfig(name, config)
  const outcome = operation === 'unchanged' ? operation : (`${operation}d` as const)
  if (!options.waits) return {...planned, outcome}
  return {...planned, outcome, ...(await whatBecomes({name, config, hidden, operation, before}, places, options))}
}

interface Checked {
  readonly validation: ValidationReport | undefined
  readonly findings: readonly Finding[]
}
const NO_CHECKS: Checked = {validation: undefined, findings: []}

interface Candidate extends PreparedConfig {
  readonly name: string
  readonly from: string
}

/** The plugin is asked, and the database. */
async function check({name, from, written, sent, hidden}: Candidate, {connect, database}: AddPlaces): Promise<Checked> {
  const validation = await validateConnector(connect, {...sent, name}, hidden, from)
  const findings = await examineBoth(name, written, sent, database)
  return {validation, findings: findings.map(finding => ({...finding, cause: hidden.text(finding.cause)}))}
}

interface Sent {
  readonly name: string
  readonly config: ConnectorConfig
  readonly hidden: Hidden
  readonly operation: ConnectorPlan['operation']
  readonly before: ConnectorStatus | undefined
}

async function whatBecomes(
  {name, config, hidden, operation, before}: Sent,
  places: AddPlaces,
  {timeoutMs}: AddOptions,
) {
  const settled = await waitUntilRunning(places.connect, name, {timeoutMs, before})
  const health = settled.status === undefined ? undefined : healthOf(settled.status)
  if (settled.outcome === 'running' || isHeldBack(operation, settled.status)) return {health}
  const report = await reportOn({name, status: settled.status, config, hidden}, places)
  return {health, report, outcome: settled.outcome === 'failed' ? ('failed' as const) : ('timed out' as const)}
}

/** As it was written, so that the fix is one for the file; then as it is sent. */
async function examineBoth(
  name: string,
  written: ConnectorConfig,
  sent: ConnectorConfig,
  lab: AddPlaces['database'],
): Promise<Finding[]> {
  const findings = await examineDatabase(name, written, lab)
  return findings.length > 0 || written === sent ? findings : examineDatabase(name, sent, lab)
}

const FATAL = new Set([
  'bad-password',
  'unknown-database',
  'database-unreachable',
  'mysql-url',
  'binlog-off',
  'grants-missing',
])

function isFatal({failure}: Finding, strict: boolean): boolean {
  return FATAL.has(failure) || (strict && failure === 'source-table-missing')
}

/** An unchanged connector that somebody paused stays paused. */
function isHeldBack(operation: ConnectorPlan['operation'], status: ConnectorStatus | undefined): boolean {
  return operation === 'unchanged' && (status?.connector.state === 'PAUSED' || status?.connector.state === 'STOPPED')
}
