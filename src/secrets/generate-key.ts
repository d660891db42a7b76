import {generateKeyPairSync, randomBytes} from 'node:crypto'
import {dirname} from 'node:path'
import {MsaError, systemCode} from '../errors.js'
import {pathExists} from '../platform/files.js'
import {writeNewPrivateFile} from '../platform/new-file.js'
import {shellWord} from '../platform/shell-word.js'

/** 32 random bytes in Base64: far beyond what 1024 rounds of PBKDF2 leave to guessing. */
export function generateSymmetricKey(): string {
  return randomBytes(32).toString('base64')
}

/** In the form that Spring's server takes for `encrypt.key`: it looks for the words RSA PRIVATE KEY. */
export function generateRsaKey(): string {
  return generateKeyPairSync('rsa', {modulusLength: 2048})
    .privateKey.export({type: 'pkcs1', format: 'pem'})
    .toString()
    .trimEnd()
}

/** Whether `saveKey` could write there; nothing is. */
export function requireKeyPath(path: string): void {
  if (pathExists(path)) throw isThere(path)
  if (pathExists(dirname(path))) return
  throw new MsaError('E_INPUT', `there is no folder ${dirname(path)}`, {
    tryThis: [`mkdir -p ${shellWord(dirname(path))}`],
  })
}

/** Writes the key, mode 0600 and without a line end, which would be one more thing to get wrong; a key that is there already is never overwritten. */
export async function saveKey(path: string, key: string): Promise<void> {
  try {
    await writeNewPrivateFile(path, key)
  } catch (error) {
    if (systemCode(error) !== 'EEXIST') throw error
    throw isThere(path, error)
  }
}

function isThere(path: string, cause?: unknown): MsaError {
  return new MsaError('E_INPUT', `${path} exists already; a key is never overwritten`, {
    tryThis: ['Choose another name: --out new.key', 'Then re-encrypt: msa key rotate --new-key-file new.key'],
    cause,
  })
}
