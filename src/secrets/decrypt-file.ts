import {MsaError, reasonOf} from '../errors.js'
import {bareCiphertext, isMarked} from './cipher-text.js'
import {type ConfigFile, encryptedEntries, readConfigFile} from './config-file.js'
import {type ConfigEntry, editConfig} from './config-text.js'
import {parsePropertyPath, pathOfKey} from './property-path.js'
import type {TextCipher} from './text-cipher.js'

/** The whole file with its ciphers decrypted, for reading; the file itself is not touched. */
export async function decryptFile(path: string, cipher: TextCipher): Promise<string> {
  const config = await readConfigFile(path)
  return decryptAll(config, encryptedEntries(config), cipher).reduce((text, {entry, plaintext}) => {
    return editConfig(text, path, {path: pathOfKey(entry.key), value: plaintext, document: entry.document})
  }, config.text)
}

/** One value of a file: decrypted, or as it stands where it is not encrypted. */
export async function decryptProperty(path: string, property: string, cipher: TextCipher): Promise<string> {
  const {entries} = await readConfigFile(path)
  const {key} = parsePropertyPath(property)
  const entry = entries.findLast(candidate => candidate.key === key)
  if (entry === undefined) {
    throw new MsaError('E_INPUT', `${path} has no value at ${key}`, {tryThis: [`msa decrypt --in ${path}`]})
  }
  return isMarked(entry.value) ? cipher.decrypt(bareCiphertext(entry.value).text) : entry.value
}

export interface DecryptedEntry {
  readonly entry: ConfigEntry
  readonly plaintext: string
}

/** All, or an error that names every one that fails. */
export function decryptAll(
  config: ConfigFile,
  entries: readonly ConfigEntry[],
  cipher: TextCipher,
): readonly DecryptedEntry[] {
  const outcomes = entries.map(entry => attempt(entry, cipher))
  const failed = outcomes.filter(outcome => 'failure' in outcome)
  if (failed.length === 0) return outcomes.filter(outcome => 'plaintext' in outcome)
  throw new MsaError(
    'E_CIPHER',
    `${failed.length} of ${entries.length} values in ${config.file.path} cannot be decrypted`,
    {
      details: outcomes.map(outcome => {
        return `line ${outcome.entry.line}: ${outcome.entry.key}: ${'failure' in outcome ? outcome.failure : 'decrypts'}`
      }),
      tryThis: ['Use the key that encrypted them: --key-file PATH, or MSA_ENCRYPT_KEY'],
    },
  )
}

function attempt(
  entry: ConfigEntry,
  cipher: TextCipher,
): DecryptedEntry | {readonly entry: ConfigEntry; readonly failure: string} {
  try {
    return {entry, plaintext: cipher.decrypt(bareCiphertext(entry.value).text)}
  } catch (error) {
    return {entry, failure: reasonOf(error)}
  }
}
