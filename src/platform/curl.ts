import {shellWord} from './shell-word.js'
import {splitCredentials} from './url-credentials.js'

export interface CurlCall {
  readonly method: string
  readonly url: string
  readonly headers?: Readonly<Record<string, string>>
  /** What is sent: a text, or what stands on stdin. */
  readonly body?: string | {readonly from: 'stdin'} | undefined
}

/** A request as a curl command, ready to paste. A password in the address is left out: curl asks for it. */
export function curlLine({method, url, headers = {}, body}: CurlCall): string {
  const {url: address, user} = splitCredentials(url)
  return [
    'curl',
    ...(user === '' ? [] : ['--user', shellWord(user)]),
    ...(method === 'GET' ? [] : ['-X', method]),
    ...Object.entries(headers).flatMap(([name, value]) => ['-H', shellWord(`${name}: ${value}`)]),
    ...(body === undefined ? [] : typeof body === 'string' ? ['-d', shellWord(body)] : ['--data-binary', '@-']),
    shellWord(address),
  ].join(' ')
}
