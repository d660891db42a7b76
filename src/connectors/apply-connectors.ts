import {connectRequest} from '../clients/connect-requests.js'
import {MsaError} from '../errors.js'
import {type AddedConnector, type AddOptions, type AddPlaces, addConnector} from './add-connector.js'
import {planConnector, type SettingChange} from './plan-connector.js'
import {prepareConfig} from './prepare-config.js'
import type {WantedConnector} from './read-connectors.js'
import {shownRequest} from './shown-request.js'
import {type ValidationReport, validateConnector} from './validate-connector.js'

/** One after the other: each makes the worker rebalance. One that fails doesn't keep the others back. */
export async function applyConnectors(
  wanted: readonly WantedConnector[],
  places: AddPlaces,
  options: AddOptions,
  note: (line: string) => void = () => undefined,
): Promise<AddedConnector[]> {
  const added: AddedConnector[] = []
  for (const connector of wanted) {
    if (wanted.length > 1) note(`${connector.name} …`)
    added.push(await addConnector(connector, places, options).catch(error => refused(connector, error)))
  }
  return added
}

/** That the worker is away is everybody's trouble; everything else is this connector's own. */
function refused({name, from, config}: WantedConnector, error: unknown): AddedConnector {
  if (!(error instanceof MsaError) || error.code === 'E_NOT_REACHABLE') throw error
  return {
    name,
    from,
    class: config['connector.class'] ?? '',
    outcome: 'refused',
    problem: error.toJSON(),
    changes: [],
    findings: [],
    mapping: [],
    validation: undefined,
    health: undefined,
    report: undefined,
  }
}

export interface ConnectorDiff {
  readonly name: string
  readonly from: string
  readonly state: 'same' | 'different' | 'missing'
  readonly changes: readonly SettingChange[]
}

/** What `apply` would change, with the secrets of both sides hidden. */
export async function diffConnectors(
  wanted: readonly WantedConnector[],
  places: AddPlaces,
  translates: boolean,
): Promise<ConnectorDiff[]> {
  const diffs: ConnectorDiff[] = []
  for (const connector of wanted) {
    const {sent, hidden} = await prepareConfig(connector, places, translates)
    places.show?.(connectRequest.config(connector.name))
    const live = await places.connect.config(connector.name)
    const {operation, changes} = planConnector(live, sent, hidden)
    const state = operation === 'unchanged' ? 'same' : operation === 'create' ? 'missing' : 'different'
    diffs.push({name: connector.name, from: connector.from, state, changes})
  }
  return diffs
}

export interface ValidatedConnector extends ValidationReport {
  readonly name: string
  readonly from: string
}

export async function validateConnectors(
  wanted: readonly WantedConnector[],
  places: AddPlaces,
  translates: boolean,
): Promise<ValidatedConnector[]> {
  const reports: ValidatedConnector[] = []
  for (const connector of wanted) {
    const {sent, hidden} = await prepareConfig(connector, places, translates)
    const asked = {...sent, name: connector.name}
    const report = await validateConnector(places.connect, asked, hidden)
    // Only now it is known which fields are passwords.
    places.show?.(shownRequest(places.connect.validateRequest(asked), connector.config, hidden))
    reports.push({name: connector.name, from: connector.from, ...report})
  }
  return reports
}
