import type {ConfigRequest} from '../clients/config-requests.js'
import {curlLine} from '../platform/curl.js'

/** The request as a curl command; a text that is sent comes from stdin. */
export function configByHand(server: string, {method, path, headers}: ConfigRequest): string {
  const body = 'content-type' in headers ? ({from: 'stdin'} as const) : undefined
  return curlLine({method, url: `${server.replace(/\/$/, '')}${path}`, headers, body})
}
