import {MsaError} from '../errors.js'
import {readUserFile} from '../platform/user-files.js'
import {CipherError} from './cipher-error.js'

/** Where the key comes from, decided before anything is read. Never from an argument: those stand in `ps` and in the shell's history. */
export type KeySource =
  | {readonly from: 'file' | 'lab'; readonly path: string}
  | {readonly from: 'variable'; readonly name: KeyVariable}
  | {readonly from: 'prompt'}
  | {readonly from: 'nowhere'; readonly looked: readonly string[]}

export type KeyVariable = 'MSA_ENCRYPT_KEY' | 'ENCRYPT_KEY'
const variables: readonly KeyVariable[] = ['MSA_ENCRYPT_KEY', 'ENCRYPT_KEY']

export interface KeyPlaces {
  readonly keyFile: string | undefined
  readonly env: NodeJS.ProcessEnv
  /** The key of the lab, where it has one. */
  readonly labKeyFile: string | undefined
  readonly canPrompt: boolean
}

export function chooseKeySource({keyFile, env, labKeyFile, canPrompt}: KeyPlaces): KeySource {
  if (keyFile !== undefined) return {from: 'file', path: keyFile}
  // One that is set to nothing is a mistake to be told, not a reason to take another key quietly.
  const name = variables.find(variable => env[variable] !== undefined)
  if (name !== undefined) return {from: 'variable', name}
  if (labKeyFile !== undefined) return {from: 'lab', path: labKeyFile}
  if (canPrompt) return {from: 'prompt'}
  return {from: 'nowhere', looked: ['--key-file', ...variables, "the lab's key", 'a prompt (no terminal here)']}
}

export interface Key {
  readonly text: string
  readonly from: string
  readonly notes: readonly string[]
}

export async function readKey(
  source: KeySource,
  env: NodeJS.ProcessEnv,
  promptHidden: (question: string) => Promise<string>,
): Promise<Key> {
  switch (source.from) {
    case 'file':
      return readKeyFile(source.path)
    case 'lab':
      // msa wrote that file itself, line end and all.
      return {...(await readKeyFile(source.path)), notes: []}
    case 'variable':
      return usable({text: env[source.name] ?? '', from: source.name, notes: []})
    case 'prompt':
      return usable({text: await promptHidden('Encryption key'), from: 'the prompt', notes: []})
    case 'nowhere':
      throw new MsaError('E_KEY', 'no encryption key', {
        details: [`looked at: ${source.looked.join(', ')}`],
        tryThis: [
          'Name a file with the key: --key-file encrypt.key',
          'Or make one: msa key generate --out encrypt.key',
          'Or let a config server do it: --server http://localhost:8888',
        ],
      })
  }
}

/** No file that others can read; a BOM and one line end are the editor's, not the key's. */
export async function readKeyFile(path: string): Promise<Key> {
  const {bytes, mode, realPath} = await readUserFile(path, {maxBytes: 65_536, what: 'the key file'})
  if ((mode & 0o077) !== 0 && realPath !== '/dev/null') {
    throw new MsaError(
      'E_KEY',
      `the key file ${path} can be read by others (mode ${(mode & 0o777).toString(8).padStart(4, '0')})`,
      {
        tryThis: [`chmod 600 ${path}`],
      },
    )
  }
  const {text, notes} = keyText(decoded(bytes, path), path)
  return usable({text, from: path, notes})
}

export function keyText(content: string, path: string): {readonly text: string; readonly notes: readonly string[]} {
  const withoutBom = content.replace(/^\ufeff/, '')
  const text = withoutBom.replace(/\r?\n$/, '')
  const left = [
    withoutBom === content ? [] : ['its byte order mark'],
    text === withoutBom ? [] : ['the line end'],
  ].flat()
  return {text, notes: left.length === 0 ? [] : [`the key in ${path} is read without ${left.join(' and ')}`]}
}

function decoded(bytes: Buffer, path: string): string {
  try {
    return new TextDecoder('utf-8', {fatal: true, ignoreBOM: true}).decode(bytes)
  } catch {
    throw new CipherError('KEY_FORMAT', `the key file ${path} is not UTF-8 text`)
  }
}

function usable(key: Key): Key {
  if (key.text.trim() === '') throw new CipherError('EMPTY_KEY', `the key from ${key.from} is empty or blank`)
  return key
}
