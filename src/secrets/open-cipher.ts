import {readUserFile} from '../platform/user-files.js'
import {cipherForKey, keyWarnings} from './cipher-for-key.js'
import {chooseKeySource, type Key, readKey, readKeyFile} from './key-source.js'
import type {RsaOptions} from './rsa-cipher.js'
import type {SecretInputs} from './secret-inputs.js'
import type {TextCipher} from './text-cipher.js'

export interface CipherRequest {
  readonly keyFile: string | undefined
  readonly keystore: string | undefined
  readonly alias: string | undefined
  readonly storepassFile: string | undefined
  /** Of the symmetric key, or `encrypt.rsa.salt` with RSA. */
  readonly salt: string | undefined
  readonly rsaAlgorithm: RsaOptions['algorithm']
  readonly strong: boolean
}

export interface OpenCipher {
  readonly cipher: TextCipher
  readonly notes: readonly string[]
}

export async function openCipher(request: CipherRequest, inputs: SecretInputs): Promise<OpenCipher> {
  return request.keystore === undefined ? fromKey(request, inputs) : fromKeystore(request.keystore, request, inputs)
}

async function fromKey(request: CipherRequest, inputs: SecretInputs): Promise<OpenCipher> {
  const {text, notes} = await findKey(request.keyFile, inputs)
  const salt = request.salt ?? inputs.env.ENCRYPT_SALT
  const cipher = cipherForKey(text, {...(salt === undefined ? {} : {salt}), rsa: rsaOptions(request)})
  return {cipher, notes: [...notes, ...keyWarnings(text)]}
}

export async function findKey(keyFile: string | undefined, inputs: SecretInputs): Promise<Key> {
  const places = {keyFile, env: inputs.env, labKeyFile: undefined, canPrompt: false}
  const nearAtHand = chooseKeySource(places)
  // The lab is looked for only when nothing else gives a key: that keeps the usual call fast.
  const source =
    nearAtHand.from === 'nowhere'
      ? chooseKeySource({...places, labKeyFile: await inputs.labKeyFile(), canPrompt: inputs.isInteractive})
      : nearAtHand
  return readKey(source, inputs.env, question => inputs.promptHidden(question))
}

async function fromKeystore(path: string, request: CipherRequest, inputs: SecretInputs): Promise<OpenCipher> {
  const [{readKeystore}, {rsaCipher}] = await Promise.all([import('./keystore.js'), import('./rsa-cipher.js')])
  const {bytes, mode} = await readUserFile(path, {maxBytes: 1 << 20, what: 'the keystore'})
  const password = await keystorePassword(bytes, request, inputs)
  const key = readKeystore(bytes, {password, alias: request.alias})
  const isOpen = key.type === 'private' && (mode & 0o077) !== 0
  const notes = isOpen ? [`others can read the private key in ${path}: chmod 600 ${path}`] : []
  return {cipher: rsaCipher(key, rsaOptions(request)), notes}
}

async function keystorePassword(
  bytes: Buffer,
  request: CipherRequest,
  inputs: SecretInputs,
): Promise<string | undefined> {
  if (request.storepassFile !== undefined) return (await readKeyFile(request.storepassFile)).text
  if (inputs.env.MSA_KEYSTORE_PASSWORD !== undefined) return inputs.env.MSA_KEYSTORE_PASSWORD
  const isPem = bytes.includes('-----BEGIN ')
  const isLocked = !isPem || bytes.includes('ENCRYPTED')
  return isLocked && inputs.isInteractive ? inputs.promptHidden('Password of the keystore') : undefined
}

function rsaOptions({rsaAlgorithm, strong, salt}: CipherRequest): RsaOptions {
  return {
    strong,
    ...(rsaAlgorithm === undefined ? {} : {algorithm: rsaAlgorithm}),
    ...(salt === undefined ? {} : {salt}),
  }
}
