import {MsaError} from '../errors.js'
import {readUserFile, replaceUserFile, type UserFile} from '../platform/user-files.js'
import {isMarked} from './cipher-text.js'
import {type ConfigEntry, configEntries, decodeConfig} from './config-text.js'

/** A configuration file on disk, read once; what is written later is checked against these bytes. */
export interface ConfigFile {
  readonly file: UserFile
  readonly text: string
  readonly entries: readonly ConfigEntry[]
}

export async function readConfigFile(path: string): Promise<ConfigFile> {
  const file = await readUserFile(path, {maxBytes: 1 << 20, what: 'the file'})
  const text = decodeConfig(file.bytes, path)
  const entries = configEntries(text, path)
  rejectQuotedInProperties(path, entries)
  return {file, text, entries}
}

export async function writeConfigFile({file, text}: ConfigFile, edited: string): Promise<void> {
  if (edited !== text) await replaceUserFile(file, Buffer.from(edited, 'utf8'))
}

export function encryptedEntries({entries}: Pick<ConfigFile, 'entries'>): readonly ConfigEntry[] {
  return entries.filter(entry => isMarked(entry.value) && !entry.isShared)
}

/** In YAML `{cipher}` must be quoted; in .properties the quotes would be part of the value and the server would leave it alone. */
function rejectQuotedInProperties(path: string, entries: readonly ConfigEntry[]): void {
  if (!path.endsWith('.properties')) return
  const quoted = entries.find(entry => /^['"]\{cipher\}/.test(entry.value))
  if (quoted === undefined) return
  throw new MsaError('E_INPUT', `${path}:${quoted.line}: ${quoted.key} is quoted, so it is no {cipher} to Spring`, {
    tryThis: ['Do not quote in .properties: write key={cipher}…'],
  })
}
