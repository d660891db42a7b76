import {basename} from 'node:path'
import type {ConnectorConfig} from '../clients/connect.js'
import {MsaError} from '../errors.js'
import {listFiles} from '../platform/list-files.js'
import {kindOfPath} from '../platform/regular-file.js'
import {readUserFile} from '../platform/user-files.js'
import {checkConnectorName} from './connector-name.js'
import {parseConnector} from './connector-text.js'

/** A connector as the person wants it, placeholders and all. */
export interface WantedConnector {
  readonly name: string
  readonly config: ConnectorConfig
  /** The file it is from. */
  readonly from: string
  /** Settings that are taken as they stand, without a look for placeholders. */
  readonly isLiteral?: (key: string) => boolean
}

const LARGEST_BYTES = 1024 * 1024

export interface ReadOptions {
  /** Instead of what the file says. */
  readonly name?: string | undefined
  /** `--set key=value`; null takes a setting away. */
  readonly overrides?: ReadonlyMap<string, string | null>
  readonly readStdin?: (maxBytes: number) => Promise<Buffer>
}

export async function readConnector(path: string, options: ReadOptions = {}): Promise<WantedConnector> {
  const isStdin = path === '-' && options.readStdin !== undefined
  const from = isStdin ? 'stdin' : path
  const bytes = isStdin
    ? await options.readStdin?.(LARGEST_BYTES)
    : (await readUserFile(path, {maxBytes: LARGEST_BYTES, what: 'the connector'})).bytes
  const {name, config} = await parseConnector(decoded(bytes ?? Buffer.alloc(0), from), from)
  const wanted = options.name ?? name ?? (isStdin ? undefined : stem(path))
  if (wanted === undefined) throw noName()
  return namedConnector(wanted, withOverrides(config, options.overrides), from)
}

/** The name is not part of the settings here: Connect adds it itself. */
export function namedConnector(name: string, {name: _, ...config}: ConnectorConfig, from: string): WantedConnector {
  return {name: checkConnectorName(name), config, from}
}

/** A file, or all connectors of a folder, by name. */
export async function readConnectors(path: string, options: ReadOptions = {}): Promise<WantedConnector[]> {
  if (path === '-' || kindOfPath(path) !== 'folder') return [await readConnector(path, options)]
  const files = (await listFiles(path)).filter(file => /\.(?:jsonc?|ya?ml|properties)$/.test(file))
  const connectors: WantedConnector[] = []
  for (const file of files) connectors.push(await readConnector(file, {...options, name: undefined}))
  rejectSameNames(connectors)
  return connectors
}

export function withOverrides(config: ConnectorConfig, overrides: ReadOptions['overrides']): ConnectorConfig {
  const changed = new Map<string, string | null>([...Object.entries(config), ...(overrides ?? [])])
  return Object.fromEntries([...changed].filter((entry): entry is [string, string] => entry[1] !== null))
}

function stem(path: string): string {
  return basename(path).replace(/\.[^.]*$/, '')
}

function decoded(bytes: Buffer, from: string): string {
  try {
    return new TextDecoder('utf-8', {fatal: true, ignoreBOM: true}).decode(bytes)
  } catch {
    throw new MsaError('E_INPUT', `${from} is not UTF-8 text`, {tryThis: ['Save it as UTF-8']})
  }
}

function noName(): MsaError {
  return new MsaError('E_INPUT', 'the connector has no name', {
    details: ['Neither "name" in what was read, nor --name'],
    tryThis: ['--name my-source-connect'],
  })
}

function rejectSameNames(connectors: readonly WantedConnector[]): void {
  const byName = new Map<string, string>()
  for (const {name, from} of connectors) {
    const other = byName.get(name)
    if (other !== undefined)
      throw new MsaError('E_INPUT', `${other} and ${from} are both named ${name}`, {tryThis: ['Rename one of them']})
    byName.set(name, from)
  }
}
