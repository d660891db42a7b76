import {MsaError} from '../errors.js'
import {editProperties} from './properties-edit.js'
import {parseProperties} from './properties-file.js'
import {textOf} from './spring-value.js'
import {type ConfigChange, editYaml} from './yaml-edit.js'
import {yamlEntries} from './yaml-entries.js'
import {parseYamlFile} from './yaml-file.js'

/** A value of a configuration file, by the name and in the form in which Spring sees it. */
export interface ConfigEntry {
  readonly key: string
  readonly value: string
  /** Which document of the file, from 0. */
  readonly document: number
  readonly line: number
  /** It comes by an alias or a merge from another line, where it is listed too. */
  readonly isShared: boolean
}

export function isConfigFile(name: string): boolean {
  return /\.(?:ya?ml|properties)$/.test(name)
}

export function configEntries(text: string, name: string): readonly ConfigEntry[] {
  if (formatOf(name) === 'properties') {
    return parseProperties(text).flatMap((properties, document) =>
      properties.map(({key, value, spot}) => ({key, value, document, line: spot.line, isShared: false})),
    )
  }
  const file = parseYamlFile(text, name)
  return file.documents.flatMap((parsed, document) =>
    yamlEntries(file, parsed).flatMap(({key, value, spot, via}) =>
      value === undefined ? [] : [{key, value: textOf(value), document, line: spot.line, isShared: via !== 'itself'}],
    ),
  )
}

export function editConfig(text: string, name: string, change: ConfigChange): string {
  return formatOf(name) === 'properties' ? editProperties(text, name, change) : editYaml(text, name, change)
}

/** Strict, so that writing it back gives the same bytes. */
export function decodeConfig(bytes: Buffer, name: string): string {
  try {
    return new TextDecoder('utf-8', {fatal: true, ignoreBOM: true}).decode(bytes)
  } catch (error) {
    throw new MsaError('E_INPUT', `${name} is not UTF-8 text (byte ${firstBadByte(bytes) + 1})`, {
      tryThis: [`iconv -f LATIN1 -t UTF-8 ${name}`],
      cause: error,
    })
  }
}

function formatOf(name: string): 'yaml' | 'properties' {
  if (!isConfigFile(name)) {
    throw new MsaError('E_INPUT', `${name} is neither .yml, .yaml nor .properties`, {
      tryThis: ['Name a file of the configuration repository: config-repo/application.yml'],
    })
  }
  return name.endsWith('.properties') ? 'properties' : 'yaml'
}

function firstBadByte(bytes: Buffer): number {
  const replaced = Buffer.from(bytes.toString('utf8'), 'utf8')
  const at = bytes.findIndex((byte, index) => byte !== replaced[index])
  return Math.max(0, at)
}
