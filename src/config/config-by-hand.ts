import type {ConfigRequest} from '../clients/config-requests.js'
import {shellWord} from '../platform/shell-word.js'

/** The request as a curl command; a text that is sent comes from stdin. A password of the address is left out: curl asks for it. */
export function configByHand(server: string, {method, path, headers}: ConfigRequest): string {
  const url = URL.canParse(server) ? new URL(server) : undefined
  const user = url?.username ?? ''
  const sendsText = 'content-type' in headers
  return [
    'curl',
    ...(user === '' ? [] : ['--user', shellWord(decodeURIComponent(user))]),
    ...(method === 'GET' ? [] : ['-X', method]),
    ...Object.entries(headers).flatMap(([name, value]) => ['-H', shellWord(`${name}: ${value}`)]),
    ...(sendsText ? ['--data-binary', '@-'] : []),
    shellWord(`${withoutLogin(server, url)}${path}`),
  ].join(' ')
}

function withoutLogin(server: string, url: URL | undefined): string {
  if (url === undefined) return server
  url.username = ''
  url.password = ''
  return url.href.replace(/\/$/, '')
}
