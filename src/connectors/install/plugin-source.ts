import {basename} from 'node:path'
import {MsaError} from '../../errors.js'
import {kindOfPath} from '../../platform/regular-file.js'

export type PluginSource =
  | {readonly kind: 'zip' | 'jar' | 'folder'; readonly path: string; readonly name: string}
  | {
      readonly kind: 'hub'
      readonly owner: string
      readonly plugin: string
      readonly version: string
      readonly name: string
    }
  | {
      readonly kind: 'maven'
      readonly group: string
      readonly artefact: string
      readonly version: string
      readonly name: string
    }

const PART = /^[\w.-]+$/

/** A path, `group:artefact:version`, or `owner/name:version` as the Confluent Hub writes it. */
export function pluginSource(word: string): PluginSource {
  const kind = kindOfPath(word)
  if (kind === 'folder') return {kind: 'folder', path: word, name: folderName(word)}
  if (kind === 'file' && /\.zip$/i.test(word)) return {kind: 'zip', path: word, name: folderName(word)}
  if (kind === 'file' && /\.jar$/i.test(word)) return {kind: 'jar', path: word, name: folderName(word)}
  const parts = word.split(':')
  if (parts.length === 3 && parts.every(part => PART.test(part))) {
    const [group = '', artefact = '', version = ''] = parts
    return {kind: 'maven', group, artefact, version, name: artefact}
  }
  const hub = /^([\w.-]+)\/([\w.-]+):([\w.-]+)$/.exec(word)
  if (hub) return hubSource(hub[1] ?? '', hub[2] ?? '', hub[3] ?? '')
  throw unknown(word)
}

/** Becomes the name of a folder, and nothing that leads out of it. */
function folderName(path: string): string {
  const name = basename(path)
    .replace(/\.(?:zip|jar)$/i, '')
    .replaceAll(/[^\w.-]+/g, '-')
    .replace(/^\.+/, '')
  return name === '' ? 'plugin' : name
}

function hubSource(owner: string, plugin: string, version: string): PluginSource {
  return {kind: 'hub', owner, plugin, version, name: folderName(`${owner}-${plugin}`)}
}

function unknown(word: string): MsaError {
  return new MsaError('E_INPUT', `${JSON.stringify(word)} is no zip, jar or folder that is there, and no coordinates`, {
    tryThis: [
      'msa connector install ./my-plugin.zip',
      'msa connector install io.debezium:debezium-connector-postgres:3.3.0.Final',
    ],
  })
}
