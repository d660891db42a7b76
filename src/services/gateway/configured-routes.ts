import type {Properties} from '../kit/config/properties.js'
import {pathMatcher, type Route, stripPrefix} from './route.js'
import {parseTarget} from './target.js'

export interface ConfiguredRoutes {
  readonly routes: readonly Route[]
  /** Routes that are left out, each with the reason. */
  readonly refused: readonly string[]
}

/** Newer releases of Spring Cloud Gateway moved its keys. */
export const gatewayPrefixes = ['spring.cloud.gateway', 'spring.cloud.gateway.server.webflux'] as const

/** `spring.cloud.gateway.routes[0].id`, `.uri`, `.predicates[0]`, `.filters[0]` …, as Spring writes them in one line each. */
export function configuredRoutes(properties: Properties): ConfiguredRoutes {
  const routes: Route[] = []
  const refused: string[] = []
  for (const prefix of gatewayPrefixes) {
    for (let index = 0; properties.find(`${prefix}.routes[${index}].uri`) !== undefined; index += 1) {
      const own = `${prefix}.routes[${index}]`
      const id = properties.text(`${own}.id`, `route-${index}`)
      const parsed = parseRoute(id, {
        uri: properties.text(`${own}.uri`, ''),
        predicates: properties.list(`${own}.predicates`),
        filters: itemsOf(properties, `${own}.filters`),
      })
      if (typeof parsed === 'string') refused.push(`route ${id}: ${parsed}`)
      else routes.push(parsed)
    }
  }
  return {routes, refused}
}

/** Filters have commas of their own, so only the indexed form is a list. */
function itemsOf(properties: Properties, key: string): string[] {
  const single = properties.find(key)
  return single === undefined ? properties.list(key) : [single]
}

interface RouteText {
  readonly uri: string
  readonly predicates: readonly string[]
  readonly filters: readonly string[]
}

function parseRoute(id: string, {uri, predicates, filters}: RouteText): Route | string {
  const target = parseTarget(uri)
  if (typeof target === 'string') return target
  const conditions = predicates.map(named)
  const unknown = conditions.find(({name}) => name !== 'Path' && name !== 'Method')
  if (unknown !== undefined) return `the predicate ${unknown.name} is not known here; Path and Method are`
  const patterns = conditions.filter(({name}) => name === 'Path').flatMap(({args}) => list(args))
  if (patterns.length === 0) return 'it has no Path predicate'
  const methods = conditions.filter(({name}) => name === 'Method').flatMap(({args}) => list(args))
  const steps = filters.map(named).map(({name, args}) => parseFilter(name, args))
  const wrong = steps.find(step => typeof step === 'string')
  if (typeof wrong === 'string') return wrong
  const done = steps.filter(step => typeof step !== 'string')
  const matchers = patterns.map(pathMatcher)
  return {
    id,
    uri,
    target,
    patterns,
    filters,
    prefix: undefined,
    matches: (method, path) =>
      (methods.length === 0 || methods.includes(method)) && matchers.some(matcher => matcher(path)),
    rewrite: path => done.reduce((rewritten, step) => step.rewrite?.(rewritten) ?? rewritten, path),
    removedHeaders: new Set(done.flatMap(step => step.removes ?? [])),
    addedHeaders: done.flatMap(step => step.adds ?? []),
  }
}

interface Filter {
  readonly rewrite?: (path: string) => string
  readonly removes?: readonly string[]
  readonly adds?: readonly string[]
}

function parseFilter(name: string, args: string): Filter | string {
  const [first = '', second = ''] = halves(args)
  if (name === 'StripPrefix' && /^\d{1,2}$/.test(args)) return {rewrite: path => stripPrefix(path, Number(args))}
  if (name === 'PrefixPath' && args.startsWith('/')) return {rewrite: path => args.replace(/\/$/, '') + path}
  if (name === 'RewritePath') return rewritePath(first, second)
  if (name === 'RemoveRequestHeader' && isHeaderName(args)) return {removes: [args.toLowerCase()]}
  if (name === 'AddRequestHeader' && isHeaderName(first) && isHeaderValue(second)) return {adds: [first, second]}
  return `the filter ${name} is not known here, or not with ${JSON.stringify(args)}`
}

/** Java's replacement `/$\{segment}` is JavaScript's `/$<segment>`. */
function rewritePath(pattern: string, replacement: string): Filter | string {
  try {
    const regex = new RegExp(pattern, 'g')
    const wanted = replacement.replace(/\$\\?\{(\w+)\}/g, '$<$1>')
    return {rewrite: path => `/${path.replace(regex, wanted).replace(/^\/+/, '')}`}
  } catch {
    return `RewritePath has no valid pattern: ${pattern}`
  }
}

function named(text: string): {name: string; args: string} {
  const at = text.indexOf('=')
  return at < 0 ? {name: text.trim(), args: ''} : {name: text.slice(0, at).trim(), args: text.slice(at + 1).trim()}
}

function list(text: string): string[] {
  return text
    .split(',')
    .map(part => part.trim())
    .filter(part => part !== '')
}

function halves(text: string): [string, string] {
  const at = text.indexOf(',')
  return at < 0 ? [text.trim(), ''] : [text.slice(0, at).trim(), text.slice(at + 1).trim()]
}

function isHeaderName(text: string): boolean {
  return /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(text)
}

function isHeaderValue(text: string): boolean {
  return /^[\t\x20-\x7e\x80-\xff]+$/.test(text)
}
