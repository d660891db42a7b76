import {decodeSegments, isSafePart, parseLabel, parseNames, parseProfiles} from './place-names.js'

/** What a GET asks for. `name` and `profiles` as written stand in the answer. */
export interface Wanted {
  readonly name: string
  readonly names: readonly string[]
  readonly profileText: string
  readonly profiles: readonly string[]
  readonly label: string | undefined
}

export const viewFormats = ['yml', 'yaml', 'properties', 'json'] as const
export type ViewFormat = (typeof viewFormats)[number]

export type ConfigRequest =
  | {readonly kind: 'environment'; readonly wanted: Wanted}
  | {readonly kind: 'view'; readonly wanted: Wanted; readonly format: ViewFormat}
  | {readonly kind: 'resource'; readonly wanted: Wanted; readonly path: readonly string[]}
  | {readonly kind: 'refused'; readonly status: 400 | 404; readonly reason: string}

export interface RequestOptions {
  /** `?useDefaultLabel`: a resource without a label in its path. */
  readonly useDefaultLabel: boolean
}

export function parseConfigRequest(path: string, {useDefaultLabel}: RequestOptions): ConfigRequest {
  const segments = decodeSegments(path)
  if (segments === undefined) return refused('the path cannot be decoded')
  if (segments.some(segment => segment === '')) return nothing
  const view = segments.length <= 2 ? parseView(segments) : undefined
  if (view !== undefined) return view
  const [name, profiles, ...rest] = segments
  if (name === undefined || profiles === undefined) return isSafePart(name ?? '') ? nothing : refused('not a name')
  if (useDefaultLabel && rest.length > 0) return parseResource(name, profiles, undefined, rest)
  const [label, ...file] = rest
  return file.length === 0 ? parseEnvironment(name, profiles, label) : parseResource(name, profiles, label, file)
}

const nothing: ConfigRequest = {kind: 'refused', status: 404, reason: 'No such path'}

function refused(reason: string): ConfigRequest {
  return {kind: 'refused', status: 400, reason}
}

/** `/{app}-{profiles}.yml`, `/{label}/{app}-{profiles}.yml`: the last hyphen divides. */
function parseView(segments: readonly string[]): ConfigRequest | undefined {
  const match = /^(.*)\.(yml|yaml|properties|json)$/.exec(segments.at(-1) ?? '')
  if (match === null) return undefined
  const [, base = '', extension = ''] = match
  const format = viewFormats.find(one => one === extension)
  const at = base.lastIndexOf('-')
  if (format === undefined) return undefined
  if (at < 0) return isSafePart(base) && segments.length === 1 ? nothing : undefined
  const wanted = parseWanted(base.slice(0, at), base.slice(at + 1), segments.length === 2 ? segments[0] : undefined)
  return 'kind' in wanted ? wanted : {kind: 'view', wanted, format}
}

function parseEnvironment(name: string, profiles: string, label: string | undefined): ConfigRequest {
  const wanted = parseWanted(name, profiles, label)
  return 'kind' in wanted ? wanted : {kind: 'environment', wanted}
}

function parseResource(
  name: string,
  profiles: string,
  label: string | undefined,
  path: readonly string[],
): ConfigRequest {
  const wanted = parseWanted(name, profiles, label)
  if ('kind' in wanted) return wanted
  return path.every(isSafePart) ? {kind: 'resource', wanted, path} : refused('not the path of a file')
}

function parseWanted(name: string, profileText: string, labelText: string | undefined): Wanted | ConfigRequest {
  const names = parseNames(name)
  const profiles = parseProfiles(profileText)
  const label = labelText === undefined ? undefined : parseLabel(labelText)
  if (names === undefined) return refused('not the name of an application')
  if (profiles === undefined) return refused('not the name of a profile')
  if (labelText !== undefined && label === undefined) return refused('not a label')
  return {name, names, profileText, profiles, label}
}
