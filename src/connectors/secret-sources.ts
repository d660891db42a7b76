import {basename, join} from 'node:path'
import {MsaError} from '../errors.js'
import {secretOrDefault} from '../lab/lab-secrets.js'
import {pathExists, readTextIfThere} from '../platform/files.js'
import {listFiles} from '../platform/list-files.js'
import {cipherForKey} from '../secrets/cipher-for-key.js'
import {chooseKeySource, readKey} from '../secrets/key-source.js'
import {labKeyFileIn} from '../secrets/lab-key.js'
import type {SecretSources} from './resolve-config.js'

export interface SecretPlaces {
  /** The lab's `.msa`. */
  readonly labDir: string
  readonly vars: ReadonlyMap<string, string>
  readonly env: NodeJS.ProcessEnv
}

/** Always known, also where the lab has not run yet. */
export const DB_PASSWORD = 'db-password'
/** Keys for encryption (`encrypt.key`) are no secrets to be filled in. */
const NAME = /^[A-Za-z0-9][\w-]*$/

export function secretSources({labDir, vars, env}: SecretPlaces): SecretSources {
  return {
    vars,
    env,
    secret: name => labSecret(labDir, name),
    secretNames: async () => [...new Set([DB_PASSWORD, ...(await secretNames(join(labDir, 'secrets')))])],
    decrypt: async ciphertext => (await labCipher(labDir, env)).decrypt(ciphertext),
  }
}

/** One secret of the lab, without the line end that an editor leaves. */
export async function labSecret(labDir: string, name: string): Promise<string | undefined> {
  // A name becomes a file's name: nothing that leads elsewhere.
  if (!NAME.test(name)) return undefined
  if (name === DB_PASSWORD) return secretOrDefault(labDir, name)
  return (await readTextIfThere(join(labDir, 'secrets', name)))?.replace(/\r?\n$/, '')
}

async function secretNames(folder: string): Promise<string[]> {
  if (!pathExists(folder)) return []
  return (await listFiles(folder)).map(path => basename(path)).filter(name => NAME.test(name))
}

async function labCipher(labDir: string, env: NodeJS.ProcessEnv) {
  const source = chooseKeySource({keyFile: undefined, env, labKeyFile: labKeyFileIn(labDir), canPrompt: false})
  const key = await readKey(source, env, () => Promise.reject(noPrompt()))
  return cipherForKey(key.text, env.ENCRYPT_SALT === undefined ? {} : {salt: env.ENCRYPT_SALT})
}

function noPrompt(): MsaError {
  return new MsaError('E_KEY', 'no encryption key', {tryThis: ['export MSA_ENCRYPT_KEY=…']})
}
