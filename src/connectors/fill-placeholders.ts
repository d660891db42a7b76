import {MsaError} from '../errors.js'
import {nearest} from '../nearest.js'
import {looksLikeSecret} from '../secrets/secret-scan.js'

export interface PlaceholderSources {
  /** `--var NAME=…` */
  readonly vars: ReadonlyMap<string, string>
  /** The lab's secrets, by name: read only when one is asked for. */
  readonly secret: (name: string) => Promise<string | undefined>
  readonly secretNames: () => Promise<readonly string[]>
  readonly env: NodeJS.ProcessEnv
}

export interface Filled {
  readonly text: string
  /** What of it is secret: secrets of the lab, and variables whose name says so. */
  readonly secrets: readonly string[]
}

interface Found {
  readonly text: string
  readonly isSecret: boolean
}

/** `${NAME}`, or `${secret:NAME}`. With any other colon it is a config provider's of the worker (`${file:…}`), never resolved here. */
const PLACEHOLDER = /\$\{(?:(secret):)?([A-Za-z_][\w.-]*)\}/g
/** What plugins and transforms fill in themselves, for each record. */
const CONNECTS_OWN = /^(?:topic|timestamp|partition|table|schema|database|source\..*)$/

/** Fills one value. A name that nobody knows is an error: sent as it stands, it would become a password that is wrong. */
export async function fillPlaceholders(key: string, text: string, sources: PlaceholderSources): Promise<Filled> {
  let filled = ''
  let from = 0
  const secrets: string[] = []
  for (const match of text.matchAll(PLACEHOLDER)) {
    const [whole, prefix, name = ''] = match
    const found = await lookUp(name, prefix === 'secret', sources)
    if (found === undefined && !(prefix === undefined && CONNECTS_OWN.test(name)))
      throw await unknown(key, whole, name, sources)
    filled += text.slice(from, match.index) + (found?.text ?? whole)
    if (found?.isSecret) secrets.push(found.text)
    from = match.index + whole.length
  }
  return {text: filled + text.slice(from), secrets}
}

async function lookUp(
  name: string,
  onlySecret: boolean,
  {vars, secret, env}: PlaceholderSources,
): Promise<Found | undefined> {
  const given = onlySecret ? undefined : vars.get(name)
  if (given !== undefined) return {text: given, isSecret: false}
  const ofLab = await secret(name)
  if (ofLab !== undefined) return {text: ofLab, isSecret: true}
  const variable = onlySecret || !/^\w+$/.test(name) ? undefined : env[name]
  return variable === undefined ? undefined : {text: variable, isSecret: looksLikeSecret(name)}
}

async function unknown(key: string, whole: string, name: string, {vars, secretNames}: PlaceholderSources) {
  const names = [...vars.keys(), ...(await secretNames())]
  const near = nearest(name, names)
  return new MsaError('E_INPUT', `${key}: nobody knows ${whole}`, {
    details: [
      ...(near === undefined ? [] : [`did you mean "${near}"?`]),
      `Known are --var, the lab's secrets (${(await secretNames()).join(', ')}) and variables of the environment`,
    ],
    tryThis: [`Give it: --var ${name}=…`, `Or set it: export ${/^\w+$/.test(name) ? name : 'NAME'}=…`],
  })
}
