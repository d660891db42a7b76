import {MsaError} from '../errors.js'
import {listFiles} from '../platform/list-files.js'
import {replaceUserFile} from '../platform/user-files.js'
import {bareCiphertext, marked, prefixText} from './cipher-text.js'
import {type ConfigFile, encryptedEntries, readConfigFile, writeConfigFile} from './config-file.js'
import {type ConfigEntry, editConfig, isConfigFile} from './config-text.js'
import {type DecryptedEntry, decryptAll} from './decrypt-file.js'
import {pathOfKey} from './property-path.js'
import type {TextCipher} from './text-cipher.js'

export interface RotateRequest {
  readonly folder: string
  readonly from: TextCipher
  readonly to: TextCipher
  readonly dryRun: boolean
}

export interface Rotation {
  readonly files: readonly {readonly file: string; readonly values: number; readonly state: 'rotated' | 'was rotated'}[]
  readonly written: boolean
}

/**
 * Re-encrypts every `{cipher}` of a repository, or nothing: all is decrypted and edited in memory first, and when a write fails,
 * those before it are taken back. Killed in between, it is finished by running it again: files that are new already stay.
 */
export async function rotateRepository({folder, from, to, dryRun}: RotateRequest): Promise<Rotation> {
  const names = (await listFiles(folder)).filter(isConfigFile)
  const configs = await Promise.all(names.map(readConfigFile))
  const decided = configs.filter(config => encryptedEntries(config).length > 0).map(config => decide(config, from, to))
  rejectFailures(folder, decided)
  const changes = decided.filter(decision => decision.kind === 'rotate')
  const edits = changes.map(({config, values}) => ({config, text: reencrypted(config, values, to)}))
  if (!dryRun) await writeAll(edits)
  return {
    files: decided.map(({kind, config}) => ({
      file: config.file.path,
      values: encryptedEntries(config).length,
      state: kind === 'rotate' ? 'rotated' : 'was rotated',
    })),
    written: !dryRun,
  }
}

type Decision =
  | {readonly kind: 'rotate'; readonly config: ConfigFile; readonly values: readonly DecryptedEntry[]}
  | {readonly kind: 'done'; readonly config: ConfigFile}
  | {readonly kind: 'failed'; readonly config: ConfigFile; readonly error: MsaError}

/** A file belongs to one key as a whole. The format has no MAC, so when both keys seem to fit, nobody can say which one does. */
function decide(config: ConfigFile, from: TextCipher, to: TextCipher): Decision {
  const old = decrypted(config, from)
  const fresh = decrypted(config, to)
  if (old instanceof MsaError)
    return fresh instanceof MsaError ? {kind: 'failed', config, error: old} : {kind: 'done', config}
  if (fresh instanceof MsaError) return {kind: 'rotate', config, values: old}
  const error = new MsaError('E_CIPHER', `${config.file.path} decrypts with both keys`, {
    tryThis: ['Give two different keys: --key-file OLD --new-key-file NEW'],
  })
  return {kind: 'failed', config, error}
}

function decrypted(config: ConfigFile, cipher: TextCipher): readonly DecryptedEntry[] | MsaError {
  try {
    return decryptAll(config, encryptedEntries(config), cipher)
  } catch (error) {
    if (error instanceof MsaError) return error
    throw error
  }
}

function rejectFailures(folder: string, decisions: readonly Decision[]): void {
  const failed = decisions.filter(decision => decision.kind === 'failed')
  if (failed.length === 0) return
  throw new MsaError(
    'E_CIPHER',
    `${failed.length} of ${decisions.length} files in ${folder} cannot be re-encrypted; nothing was written`,
    {
      details: failed.flatMap(({error}) => [error.message, ...error.details.map(detail => `  ${detail}`)]),
      tryThis: ['Give the key that encrypted them: --key-file OLD', 'Mend or remove the values above'],
    },
  )
}

function reencrypted({text, file}: ConfigFile, values: readonly DecryptedEntry[], to: TextCipher): string {
  return values.reduce((current, {entry, plaintext}) => {
    const value = marked(prefixText({prefixes: prefixesOf(entry), text: to.encrypt(plaintext)}))
    return editConfig(current, file.path, {path: pathOfKey(entry.key), value, document: entry.document})
  }, text)
}

function prefixesOf(entry: ConfigEntry) {
  return bareCiphertext(entry.value).prefixes
}

async function writeAll(edits: readonly {readonly config: ConfigFile; readonly text: string}[]): Promise<void> {
  const written: ConfigFile[] = []
  try {
    for (const {config, text} of edits) {
      await writeConfigFile(config, text)
      written.push({...config, file: {...config.file, bytes: Buffer.from(text, 'utf8')}})
    }
  } catch (error) {
    for (const {file, text} of written) await replaceUserFile(file, Buffer.from(text, 'utf8'))
    throw error
  }
}
