import {MsaError} from '../errors.js'
import {didYouMean} from '../nearest.js'
import {marked} from './cipher-text.js'
import {type ConfigFile, readConfigFile, writeConfigFile} from './config-file.js'
import {type ConfigEntry, editConfig} from './config-text.js'
import {rejectEncryptedTwice} from './encrypt-text.js'
import {type PropertyPath, parsePropertyPath, pathOfKey} from './property-path.js'
import {isPlainSecret} from './secret-scan.js'
import type {TextCipher} from './text-cipher.js'

export interface EncryptFileRequest {
  readonly path: string
  /** Which value, or every one whose key looks like a secret. */
  readonly which: {readonly property: string; readonly document: number | undefined} | 'all'
  readonly force: boolean
  readonly unalias: boolean
  readonly dryRun: boolean
  /** Asked before `all` is done. */
  readonly approve: (found: readonly ConfigEntry[]) => Promise<boolean>
}

export interface FileFlags {
  readonly path?: string | undefined
  readonly document?: number | undefined
  readonly all: boolean
}

/** Which values are meant, when a file is named. */
export function chosenValues({path, document, all}: FileFlags, words: readonly string[]): EncryptFileRequest['which'] {
  if (words.length > 0) {
    throw new MsaError('E_USAGE', 'with --in the value that stands in the file is encrypted, so a text has no place', {
      tryThis: ['Set a new value and encrypt it: msa config set SERVICE KEY --encrypt'],
    })
  }
  if (all) return 'all'
  if (path !== undefined) return {property: path, document}
  throw new MsaError('E_USAGE', '--in needs to know which value', {
    tryThis: ['One value: --path spring.datasource.password', 'Every one that looks like a secret: --all'],
  })
}

export interface EncryptedFile {
  readonly file: string
  readonly encrypted: readonly {readonly key: string; readonly line: number}[]
  readonly written: boolean
}

/** Encrypts values where they stand; comments, order and quotes stay, and the file is written whole or not at all. */
export async function encryptFile(
  request: EncryptFileRequest,
  cipherOf: () => Promise<TextCipher>,
): Promise<EncryptedFile> {
  const config = await readConfigFile(request.path)
  const chosen = request.which === 'all' ? secretsIn(config) : [entryAt(config, request.which)]
  for (const {entry} of chosen) rejectEncryptedTwice(entry.value, request.force)
  const entries = chosen.map(({entry}) => entry)
  const approved = request.which !== 'all' || (entries.length > 0 && (await request.approve(entries)))
  const written = approved && !request.dryRun
  if (written) await writeConfigFile(config, encryptedText(config, chosen, await cipherOf(), request.unalias))
  return {file: request.path, encrypted: entries.map(({key, line}) => ({key, line})), written}
}

interface Chosen {
  readonly path: PropertyPath
  readonly entry: ConfigEntry
}

function encryptedText(
  {text, file}: ConfigFile,
  chosen: readonly Chosen[],
  cipher: TextCipher,
  unalias: boolean,
): string {
  return chosen.reduce((current, {path, entry: {value, document}}) => {
    return editConfig(current, file.path, {path, value: marked(cipher.encrypt(value)), document, unalias})
  }, text)
}

function secretsIn({entries}: ConfigFile): readonly Chosen[] {
  return entries
    .filter(entry => !entry.isShared && isPlainSecret(entry.key, entry.value))
    .map(entry => ({path: pathOfKey(entry.key), entry}))
}

function entryAt({entries, file}: ConfigFile, which: {property: string; document: number | undefined}): Chosen {
  const path = parsePropertyPath(which.property)
  const {key} = path
  const found = entries.filter(entry => entry.key === key && (which.document ?? entry.document) === entry.document)
  const documents = new Set(found.map(entry => entry.document))
  if (documents.size > 1) {
    throw new MsaError('E_USAGE', `${key} stands in the documents ${[...documents].join(', ')} of ${file.path}`, {
      tryThis: [...documents].map(document => `--document ${document}`) as [string, ...string[]],
    })
  }
  const entry = found.at(-1)
  if (entry !== undefined) return {path, entry}
  const near = didYouMean(
    key,
    entries.map(candidate => candidate.key),
  )
  throw new MsaError('E_INPUT', `${file.path} has no value at ${key}`, {
    details: near === undefined ? [] : [near],
    tryThis: [
      'Set it first: msa config set',
      'See what looks like a secret in it: msa encrypt --in FILE --all --dry-run',
    ],
  })
}
