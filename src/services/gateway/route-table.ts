import type {ServiceInstances} from '../kit/eureka/service-instances.js'
import {pathMatcher, type Route, type RouteMatch, stripPrefix} from './route.js'

export type Lookup =
  | {readonly found: true; readonly match: RouteMatch}
  | {readonly found: false; readonly status: 400 | 404 | 503; readonly reason: string}

/** Routes of the configuration first, then one for each service that discovery knows, prefix stripped. */
export class RouteTable {
  private readonly discovered = new Map<string, Route>()
  private configured: readonly Route[] = []

  constructor(
    private readonly instances: ServiceInstances,
    private readonly usesDiscovery: () => boolean,
  ) {}

  configure(routes: readonly Route[]): void {
    this.configured = routes
  }

  /** All of them, in the order in which they are asked. */
  get all(): readonly Route[] {
    const services = this.usesDiscovery() ? this.instances.services : []
    return [...this.configured, ...services.map(service => this.discoveredRoute(service))]
  }

  find(method: string, url: string): Lookup {
    const queryAt = url.indexOf('?')
    const path = queryAt < 0 ? url : url.slice(0, queryAt)
    if (climbs(path)) return {found: false, status: 400, reason: 'the path has a .. in it'}
    const route = this.configured.find(one => one.matches(method, path)) ?? this.byService(path)
    if (typeof route === 'string') return notRouted(route)
    return {found: true, match: {route, path: route.rewrite(path) + (queryAt < 0 ? '' : url.slice(queryAt))}}
  }

  private byService(path: string): Route | string {
    const end = path.indexOf('/', 1)
    const service = (end < 0 ? path.slice(1) : path.slice(1, end)).toLowerCase()
    if (!this.usesDiscovery() || !this.instances.wasSeen(service)) return service
    return this.discoveredRoute(service)
  }

  private discoveredRoute(service: string): Route {
    const known = this.discovered.get(service)
    if (known !== undefined) return known
    const pattern = `/${service}/**`
    const route: Route = {
      id: `ReactiveCompositeDiscoveryClient_${service.toUpperCase()}`,
      uri: `lb://${service.toUpperCase()}`,
      target: {kind: 'service', name: service},
      patterns: [pattern],
      filters: ['StripPrefix=1'],
      prefix: `/${service}`,
      matches: (_method, path) => pathMatcher(pattern)(path),
      rewrite: path => stripPrefix(path, 1),
      removedHeaders: new Set(),
      addedHeaders: [],
    }
    this.discovered.set(service, route)
    return route
  }
}

/** What looks like the name of a service may register any moment; a file name, a URL, an empty segment never will. */
function notRouted(service: string): Lookup {
  return /^[a-z][a-z0-9-]{0,62}$/.test(service)
    ? {found: false, status: 503, reason: `no instance of ${service} is registered`}
    : {found: false, status: 404, reason: 'no route leads there'}
}

/** Also encoded, and also with the `;` that some servers cut off. */
function climbs(path: string): boolean {
  if (!path.includes('..') && !/%2e/i.test(path)) return false
  return path.split(/[/\\]|%2f|%5c/i).some(segment => /^(?:\.|%2e){2}(?:;|$)/i.test(segment))
}
