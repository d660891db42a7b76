import type {ConnectRequest} from '../clients/connect-requests.js'
import {curlLine} from '../platform/curl.js'

/** The request as a curl command, ready to paste. */
export function curl(address: string, {method, path, body}: ConnectRequest): string {
  const json = body === undefined ? {} : {headers: {'content-type': 'application/json'}, body: JSON.stringify(body)}
  return curlLine({method, url: `${address}${path}`, ...json})
}
