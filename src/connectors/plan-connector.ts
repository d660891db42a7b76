import {type ConnectorConfig, isSameConfig} from '../clients/connect.js'
import type {Hidden} from './hidden-config.js'

export interface SettingChange {
  readonly key: string
  /** Undefined: not set. Secrets are masked. */
  readonly from: string | undefined
  readonly to: string | undefined
}

export interface ConnectorPlan {
  readonly operation: 'create' | 'update' | 'unchanged'
  readonly changes: readonly SettingChange[]
}

/** What has to be sent so that the worker has these settings. Equal settings are not sent: Connect would restart the connector all the same. */
export function planConnector(
  live: ConnectorConfig | undefined,
  wanted: ConnectorConfig,
  hidden: Hidden,
): ConnectorPlan {
  if (isSameConfig(live, wanted)) return {operation: 'unchanged', changes: []}
  const keys = [...new Set([...Object.keys(live ?? {}), ...Object.keys(wanted)])].filter(key => key !== 'name').sort()
  const shown = (key: string, value: string | undefined) =>
    value === undefined ? undefined : hidden.setting(key, value)
  const changes = keys
    .filter(key => live?.[key] !== wanted[key])
    .map(key => ({key, from: shown(key, live?.[key]), to: shown(key, wanted[key])}))
  return {operation: live === undefined ? 'create' : 'update', changes}
}
