import type {ConnectRequest} from '../clients/connect-requests.js'
import {shellWord} from '../platform/shell-word.js'

/** The request as a curl command, ready to paste. */
export function curl(address: string, {method, path, body}: ConnectRequest): string {
  const words = ['curl', ...(method === 'GET' ? [] : ['-X', method])]
  if (body !== undefined) words.push('-H', "'content-type: application/json'", '-d', shellWord(JSON.stringify(body)))
  return [...words, shellWord(`${address}${path}`)].join(' ')
}
