import {createPrivateKey} from 'node:crypto'
import {CipherError} from './cipher-error.js'
import {type RsaOptions, rsaCipher} from './rsa-cipher.js'
import {symmetricCipher} from './spring-cipher.js'
import type {TextCipher} from './text-cipher.js'

export interface CipherOptions {
  /** `encrypt.salt`, hex. */
  readonly salt?: string
  readonly rsa?: RsaOptions
}

/** Spring's rule for `encrypt.key` (`EncryptorFactory`): what looks like an RSA private key is one, everything else is a password. */
export function cipherForKey(key: string, options: CipherOptions = {}): TextCipher {
  if (key.includes('RSA PRIVATE KEY')) return rsaCipher(rsaPrivateKey(key), options.rsa)
  if (key.startsWith('ssh-rsa') || key.includes('RSA PUBLIC KEY')) {
    throw new CipherError('KEY_FORMAT', 'an RSA public key cannot be the encrypt.key')
  }
  return symmetricCipher(key, options.salt)
}

/** What a person should know about the key before relying on it. */
export function keyWarnings(key: string): readonly string[] {
  if (key.includes('RSA PRIVATE KEY')) return []
  if (key.includes('PRIVATE KEY-----') || key.includes('PUBLIC KEY-----')) {
    return ["this PEM is used as a symmetric password, as Spring's server does; for RSA give it as --keystore"]
  }
  const length = [...key].length
  return length < 16 ? [`the key has ${length} characters; under 16 it falls to a dictionary: msa key generate`] : []
}

function rsaPrivateKey(pem: string) {
  try {
    return createPrivateKey(pem)
  } catch {
    throw new CipherError('KEY_FORMAT', 'the RSA private key is not whole, or is encrypted')
  }
}
