export interface SplitUrl {
  /** Without user and password: what may be shown. */
  readonly url: string
  readonly user: string
  readonly password: string
}

/** `http://ann:secret@host/path` in its parts. What is no such URL stays as it is. */
export function splitCredentials(url: string): SplitUrl {
  const [, scheme = '', user = '', password = '', rest = ''] =
    /^(\w+:\/\/)([^/@:]*)(?::([^/@]*))?@(.*)$/.exec(url) ?? []
  if (scheme === '') return {url, user: '', password: ''}
  return {url: scheme + rest, user: decodeURIComponent(user), password: decodeURIComponent(password)}
}

/** HTTP's Basic authorization (RFC 7617), where there is a user. */
export function basicAuthorization({user, password}: SplitUrl): Record<string, string> {
  if (user === '') return {}
  return {authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`}
}
