import {shellWord} from '../platform/shell-word.js'
import {hiddenOf} from './hidden-config.js'
import type {WantedConnector} from './read-connectors.js'

/** The request as a curl command, ready to paste. */
export function curl(address: string, method: string, path: string, body?: string): string {
  const words = ['curl', ...(method === 'GET' ? [] : ['-X', method])]
  if (body !== undefined) words.push('-H', "'content-type: application/json'", '-d', shellWord(body))
  return [...words, shellWord(`${address}${path}`)].join(' ')
}

/** How the connectors would be put by hand. What is a secret stays the placeholder that it was, or is masked. */
export function putsByHand(address: string, wanted: readonly WantedConnector[]): string {
  return wanted
    .map(({name, config}) => {
      const shown = JSON.stringify(hiddenOf(config).config(config))
      return curl(address, 'PUT', `/connectors/${encodeURIComponent(name)}/config`, shown)
    })
    .join('\n')
}
