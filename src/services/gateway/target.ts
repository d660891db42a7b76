import type {Target} from './route.js'

/** `lb://user-service` or `http://host:port`; anything else is answered by why not. */
export function parseTarget(uri: string): Target | string {
  const balanced = /^lb:\/\/([A-Za-z][A-Za-z0-9._-]*)\/?$/.exec(uri)
  if (balanced) return {kind: 'service', name: (balanced[1] ?? '').toLowerCase()}
  if (!URL.canParse(uri)) return `${JSON.stringify(uri)} is no address`
  const {protocol, hostname, port, username} = new URL(uri)
  if (protocol !== 'http:') return `only lb:// and http:// lead anywhere, not ${protocol}//`
  if (username !== '') return 'an address with a user name is not taken'
  if (isForbiddenHost(hostname)) return `${hostname} is not to be reached through a gateway`
  return {kind: 'address', host: hostname, port: Number(port || 80)}
}

const metadataNames = new Set(['metadata', 'metadata.google.internal', 'metadata.azure.com', 'instance-data'])

/**
 * Link-local addresses and the names of cloud metadata servers: no service of a lab lives there, credentials do. Asked of every
 * instance, too, since anybody on this machine may register one.
 */
export function isForbiddenHost(host: string): boolean {
  const name = host
    .toLowerCase()
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '')
  if (metadataNames.has(name)) return true
  if (/^169\.254\./.test(name) || /^fe[89ab][0-9a-f]:/.test(name)) return true
  // The same address inside IPv6 (::ffff:169.254.x.y, also as ::ffff:a9fe:x).
  return /^::(?:ffff:)?(?:169\.254\.|a9fe:)/.test(name) || isShorthand(name)
}

/** `2852039166`, `0xa9fea9fe`, `0251.0376.…`: other ways to write an address, which only somebody with something to hide uses. */
function isShorthand(name: string): boolean {
  return /^(?:0x[0-9a-f]+|\d+)$/.test(name) || /^0\d*\.|\.0\d+|0x/.test(name)
}
