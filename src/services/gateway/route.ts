/** Where a route leads: to the instances of a service by turns, or to one address. Never to anything that a client said (threat T22). */
export type Target =
  | {readonly kind: 'service'; readonly name: string}
  | {readonly kind: 'address'; readonly host: string; readonly port: number}

export interface Route {
  readonly id: string
  readonly uri: string
  readonly target: Target
  /** As written: `/user-service/**`. The first stands for the route in metrics. */
  readonly patterns: readonly string[]
  readonly filters: readonly string[]
  /** What is stripped, for `X-Forwarded-Prefix`. */
  readonly prefix: string | undefined
  matches(method: string, path: string): boolean
  /** The path as the target sees it. */
  rewrite(path: string): string
  readonly removedHeaders: ReadonlySet<string>
  readonly addedHeaders: readonly string[]
}

export interface RouteMatch {
  readonly route: Route
  /** Path and query for the target. */
  readonly path: string
}

/** Drops the first `parts` segments: `/user-service/users` becomes `/users`. */
export function stripPrefix(path: string, parts: number): string {
  let at = 0
  for (let part = 0; part < parts; part += 1) {
    const next = path.indexOf('/', at + 1)
    if (next < 0) return '/'
    at = next
  }
  return path.slice(at)
}

/** Spring's path patterns: `*` within a segment, `{name}` one segment, `/**` everything below, itself included. */
export function pathMatcher(pattern: string): (path: string) => boolean {
  const prefix = pattern.endsWith('/**') ? pattern.slice(0, -3) : undefined
  if (prefix !== undefined && !/[*{]/.test(prefix)) {
    return path => path.startsWith(prefix) && (path.length === prefix.length || path[prefix.length] === '/')
  }
  const source = (prefix ?? pattern)
    .replace(/[.+?^$()|[\]\\]/g, '\\$&')
    .replace(/\{[^{}]*\}/g, '[^/]+')
    .replace(/\*+/g, stars => (stars.length > 1 ? '.*' : '[^/]*'))
  const regex = new RegExp(`^${source}${prefix === undefined ? '/?' : '(?:/.*)?'}$`)
  return path => regex.test(path)
}
