import type {ConnectorConfig} from '../clients/connect.js'
import type {ConnectRequest} from '../clients/connect-requests.js'
import type {Hidden} from './hidden-config.js'

/** The request without what is secret in it: where a secret was filled in stands the placeholder that it was, else stars. */
export function shownRequest(request: ConnectRequest, written: ConnectorConfig, hidden: Hidden): ConnectRequest {
  const shown = Object.entries(request.body as ConnectorConfig).map(([key, value]) => {
    const masked = hidden.setting(key, value)
    const before = written[key]
    const wasFilled = masked !== value && before !== undefined && before.includes('${')
    return [key, wasFilled ? hidden.setting(key, before) : masked]
  })
  return {...request, body: Object.fromEntries(shown)}
}
