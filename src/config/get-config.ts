import type {ConfigServer} from '../clients/config-server.js'
import {MsaError} from '../errors.js'
import {didYouMean} from '../nearest.js'
import {looksLikeSecret} from '../secrets/secret-scan.js'
import type {ConfigTarget} from './config-target.js'

/** A property as a service sees it, with the place that decided. */
export interface SeenProperty {
  readonly key: string
  readonly value: string
  /** Last part of the source's name, with line and column where the server tells them: `user-service.yml:5:14`. */
  readonly source: string
  readonly isSecret: boolean
}

export interface SeenConfig {
  readonly app: string
  readonly profile: string
  readonly label: string | null
  readonly version: string | null
  readonly properties: readonly SeenProperty[]
}

export interface GetConfig {
  readonly target: ConfigTarget
  /** Only this one. */
  readonly key: string | undefined
  /** Show what looks like a secret. */
  readonly reveal: boolean
}

const hidden = '********'

export async function getConfig(server: ConfigServer, {target, key, reveal}: GetConfig): Promise<SeenConfig> {
  const profile = target.profile ?? 'default'
  const {label, version, propertySources} = await server.environment(target.app, profile, target.label)
  const seen = new Map<string, SeenProperty>()
  for (const {name, source} of propertySources) {
    for (const [own, {value, origin}] of Object.entries(source)) {
      if (seen.has(own)) continue
      const isSecret = looksLikeSecret(own)
      const shown = isSecret && !reveal && key === undefined ? hidden : String(value)
      seen.set(own, {key: own, value: shown, source: shortSource(name, origin), isSecret})
    }
  }
  const properties = key === undefined ? [...seen.values()] : [one(seen, key, target.app)]
  return {app: target.app, profile, label, version, properties}
}

function one(seen: ReadonlyMap<string, SeenProperty>, key: string, app: string): SeenProperty {
  const found = seen.get(key)
  if (found !== undefined) return found
  const near = didYouMean(key, [...seen.keys()])
  const invalid = seen.has(`invalid.${key}`)
  throw new MsaError('E_INPUT', `${app} has no ${key}${invalid ? ': its {cipher} cannot be decrypted' : ''}`, {
    details: near === undefined ? [] : [near],
    tryThis: invalid
      ? ["Encrypt it anew with the server's key: msa encrypt --in FILE --path KEY"]
      : [`See all of them: msa config get ${app}`],
  })
}

/** `file:/repo/user-service.yml`, or Spring's words around `[/repo/application.yml]` for one document of several. */
function shortSource(name: string, origin: string | null): string {
  const path = /\[([^\]']+)\]?'/.exec(name)?.[1] ?? name
  const document = /\(document #(\d+)\)/.exec(name)?.[1]
  const file = path.slice(path.lastIndexOf('/') + 1)
  return `${file}${origin === null ? '' : `:${origin}`}${document === undefined ? '' : ` (document ${document})`}`
}
