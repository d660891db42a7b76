import {reasonOf} from '../../errors.js'
import {HttpProblem} from '../kit/http/problem.js'
import type {Exchange, Router} from '../kit/http/router.js'
import type {Log} from '../kit/log.js'
import type {FindKeys} from './ciphers.js'
import {decryptSources} from './decrypt-sources.js'
import {type PropertySource, propertySources} from './environment.js'
import {environmentJson, v2Type} from './environment-json.js'
import {mergeSources, resolvePlaceholders} from './merged.js'
import type {ConfigRepository, Snapshot} from './repository.js'
import {type ConfigRequest, parseConfigRequest, type ViewFormat, type Wanted} from './request.js'
import {readResource} from './resources.js'
import {renderView} from './views.js'

export interface ConfigServerParts {
  readonly repository: ConfigRepository
  readonly findKeys: FindKeys
  readonly log: Log
}

type Found<K extends ConfigRequest['kind']> = Extract<ConfigRequest, {kind: K}>

/** Everything that is not the actuator's or about encryption is a question for configuration. */
export function mountEnvironments(router: Router, parts: ConfigServerParts): void {
  const paths = ['/:name/:profiles', '/:name/:profiles/:label', '/:name/:profiles/:label/:path{.+}', '/:file', '/*']
  for (const path of paths) router.get(path, exchange => answer(exchange, parts))
}

async function answer(exchange: Exchange, parts: ConfigServerParts): Promise<Response> {
  // The path as it came: what the router decodes twice or joins must not decide what is read.
  const [path = '/', query = ''] = (exchange.env.incoming.url ?? '/').split('?', 2)
  const parameters = new URLSearchParams(query)
  const request = parseConfigRequest(path, {useDefaultLabel: parameters.has('useDefaultLabel')})
  if (request.kind === 'refused') throw new HttpProblem(request.status, request.reason)
  const snapshot = await parts.repository.at(request.wanted.label)
  if (snapshot === undefined) throw new HttpProblem(404, `No such label: ${request.wanted.label}`)
  const sources = await openSources(request.wanted, snapshot, parts)
  const resolve = parameters.get('resolvePlaceholders') !== 'false'
  if (request.kind === 'resource') return resource(request, snapshot, sources, resolve)
  if (request.kind === 'view') return view(request, sources, resolve)
  const withOrigins = (exchange.req.header('accept') ?? '').includes(v2Type)
  const json = environmentJson(request.wanted, snapshot, sources, withOrigins)
  return new Response(json, {headers: {'content-type': withOrigins ? v2Type : 'application/json'}})
}

async function openSources(wanted: Wanted, snapshot: Snapshot, parts: ConfigServerParts) {
  const read = await propertySources(snapshot.folders, wanted).catch(error => {
    // A mistake in a file: said with its place, since whoever may ask may read the file as well.
    throw new HttpProblem(500, reasonOf(error), {cause: error})
  })
  const {sources, failed} = decryptSources(read, await parts.findKeys())
  if (failed.length > 0) parts.log.warn(`cannot decrypt for ${wanted.name}: ${failed.join(', ')}`)
  return sources
}

function view({format}: Found<'view'>, sources: readonly PropertySource[], resolve: boolean): Response {
  const type = format === 'json' ? 'application/json' : 'text/plain'
  return new Response(renderView(mergeSources(sources), format satisfies ViewFormat, resolve), {
    headers: {'content-type': type},
  })
}

async function resource(
  {wanted, path}: Found<'resource'>,
  snapshot: Snapshot,
  sources: readonly PropertySource[],
  resolve: boolean,
): Promise<Response> {
  const text = await readResource(snapshot.folders, path, wanted.profiles)
  if (text === undefined) throw new HttpProblem(404, 'No such resource')
  const filled = resolve ? resolvePlaceholders(text, mergeSources(sources)) : text
  return new Response(filled, {headers: {'content-type': 'text/plain;charset=UTF-8'}})
}
