import {MsaError} from '../errors.js'
import {parseProperties} from './properties-file.js'
import type {ConfigChange} from './yaml-edit.js'

/** Changes one value of a .properties file, or adds it at the end of its document; every other byte stays. */
export function editProperties(text: string, fileName: string, change: ConfigChange): string {
  const {key} = change.path
  const documents = parseProperties(text)
  const having = [...documents.keys()].filter(index => documents[index]?.some(property => property.key === key))
  if (change.document === undefined && having.length > 1) {
    throw new MsaError('E_USAGE', `${key} stands in the documents ${having.join(', ')} of ${fileName}`, {
      tryThis: having.map(index => `--document ${index}`) as [string, ...string[]],
    })
  }
  const index = change.document ?? having[0] ?? 0
  // Java takes the last one of a key that is written twice.
  const found = documents[index]?.findLast(property => property.key === key)
  const written = propertyValueText(change.value)
  if (found !== undefined) return text.slice(0, found.range[0]) + written + text.slice(found.range[1])
  if (index > 0 || documents.length > 1) {
    throw new MsaError('E_USAGE', `${key} is in no document of ${fileName}, which has ${documents.length}`, {
      tryThis: ['Write it by hand below the #--- line where it belongs'],
    })
  }
  const eol = text.includes('\r\n') ? '\r\n' : '\n'
  const line = `${propertyKeyText(key)}=${written}`
  if (text === '' || text.endsWith('\n')) return text + line + eol
  return text + eol + line
}

/** Only what the format asks for is escaped; a quote would become part of the value. */
export function propertyValueText(value: string): string {
  return value
    .replaceAll(/[\\\t\n\r\f]/g, character => `\\${escapes[character] ?? character}`)
    .replace(/^ /, '\\ ')
    .replaceAll(/[\p{Cc}\u2028\u2029\ufeff]/gu, unicodeEscape)
}

function propertyKeyText(key: string): string {
  return propertyValueText(key).replaceAll(/(?<!\\)[ =:#!]/g, character => `\\${character}`)
}

const escapes: Readonly<Record<string, string>> = {'\t': 't', '\n': 'n', '\r': 'r', '\f': 'f'}

function unicodeEscape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
}
