import {
  constants,
  createCipheriv,
  createDecipheriv,
  createPublicKey,
  type KeyObject,
  privateDecrypt,
  publicEncrypt,
  randomBytes,
} from 'node:crypto'
import {CipherError} from './cipher-error.js'
import {decryptCbc, defaultSalt, deriveAesKey, encryptWithIv, utf8, utf8Bytes} from './spring-cipher.js'
import {sshPublicKey} from './ssh-public-key.js'
import type {TextCipher} from './text-cipher.js'

export interface RsaOptions {
  /** `encrypt.rsa.algorithm`: DEFAULT is PKCS#1 v1.5, OAEP is with SHA-1. */
  readonly algorithm?: 'DEFAULT' | 'OAEP'
  /** `encrypt.rsa.strong`: AES-GCM instead of CBC. */
  readonly strong?: boolean
  /** `encrypt.rsa.salt`; one that is not hex is taken as text. */
  readonly salt?: string
}

const secretBytes = 16
const gcmTagBytes = 16
// Spring's GCM takes 16 bytes, not the usual 12.
const nonceBytes = 16

/** Spring's `RsaSecretEncryptor`: Base64( length, 2 bytes ‖ RSA(16 random bytes) ‖ IV ‖ AES(text) ); the AES key comes from the random bytes in hex. */
export function rsaCipher(key: KeyObject, options: RsaOptions = {}): TextCipher {
  const aesKeyOf = (secret: Buffer) => deriveAesKey(secret.toString('hex'), hexSalt(options.salt ?? defaultSalt))
  const strong = options.strong === true
  return {
    kind: 'rsa',
    publicKey: sshPublicKey(key),
    encrypt(plaintext) {
      const secret = randomBytes(secretBytes)
      const wrapped = wrapSecret(key, secret, options)
      const length = Buffer.alloc(2)
      length.writeUInt16BE(wrapped.length)
      const body = strong
        ? encryptGcm(aesKeyOf(secret), plaintext)
        : encryptWithIv(aesKeyOf(secret), plaintext, randomBytes(16))
      return Buffer.concat([length, wrapped, body]).toString('base64')
    },
    decrypt(ciphertext) {
      if (key.type !== 'private') throw new CipherError('PUBLIC_KEY_ONLY', 'a public key can encrypt but not decrypt')
      const {wrapped, body} = splitMessage(ciphertext)
      const aesKey = aesKeyOf(unwrapSecret(key, wrapped, options))
      return utf8(strong ? decryptGcm(aesKey, body) : decryptCbc(aesKey, body))
    },
  }
}

function wrapSecret(key: KeyObject, secret: Buffer, {algorithm}: RsaOptions): Buffer {
  const publicKey = key.type === 'private' ? createPublicKey(key) : key
  return publicEncrypt({key: publicKey, ...paddingOf(algorithm)}, secret)
}

function paddingOf(algorithm: RsaOptions['algorithm']) {
  return algorithm === 'OAEP'
    ? {padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha1'}
    : {padding: constants.RSA_PKCS1_PADDING}
}

/** Node refuses to remove PKCS#1 v1.5 padding (CVE-2023-46809), so the raw block is taken and unpadded here. */
function unwrapSecret(key: KeyObject, wrapped: Buffer, {algorithm}: RsaOptions): Buffer {
  try {
    if (algorithm === 'OAEP') return privateDecrypt({key, ...paddingOf(algorithm)}, wrapped)
    return unpad(privateDecrypt({key, padding: constants.RSA_NO_PADDING}, wrapped))
  } catch {
    throw new CipherError('BAD_PADDING', 'wrong RSA key or algorithm, or the text is damaged')
  }
}

/**
 * `00 02 ‖ non-zero bytes ‖ 00 ‖ 16 bytes`. The length is known, so each byte is looked at whatever the others are,
 * and there is one answer for all that is wrong: nothing to time for a padding oracle.
 */
function unpad(block: Buffer): Buffer {
  const separator = block.length - secretBytes - 1
  let wrong = (block[0] ?? 1) | ((block[1] ?? 0) ^ 2) | (block[separator] ?? 1)
  for (let index = 2; index < separator; index++) wrong |= Number(block[index] === 0)
  if (wrong !== 0) throw new CipherError('BAD_PADDING', 'wrong RSA key or algorithm, or the text is damaged')
  return block.subarray(separator + 1)
}

function splitMessage(ciphertext: string): {wrapped: Buffer; body: Buffer} {
  if (ciphertext === '') throw new CipherError('EMPTY_CIPHERTEXT', 'nothing stands behind {cipher}')
  if (!/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(ciphertext)) {
    throw new CipherError('RSA_FORMAT', 'not Base64, or cut')
  }
  const message = Buffer.from(ciphertext, 'base64')
  const length = message.length < 2 ? 0 : message.readUInt16BE(0)
  if (length === 0 || message.length < 2 + length) {
    throw new CipherError('RSA_FORMAT', `the length in front (${length}) does not fit the ${message.length} bytes`)
  }
  return {wrapped: message.subarray(2, 2 + length), body: message.subarray(2 + length)}
}

function encryptGcm(aesKey: Buffer, plaintext: string): Buffer {
  const nonce = randomBytes(nonceBytes)
  const cipher = createCipheriv('aes-256-gcm', aesKey, nonce)
  return Buffer.concat([nonce, cipher.update(utf8Bytes(plaintext)), cipher.final(), cipher.getAuthTag()])
}

function decryptGcm(aesKey: Buffer, message: Buffer): Buffer {
  if (message.length < nonceBytes + gcmTagBytes) {
    throw new CipherError('TOO_SHORT', `${message.length} bytes after the RSA part; nonce and tag are 32`)
  }
  const decipher = createDecipheriv('aes-256-gcm', aesKey, message.subarray(0, nonceBytes), {
    authTagLength: gcmTagBytes,
  })
  decipher.setAuthTag(message.subarray(-gcmTagBytes))
  try {
    return Buffer.concat([decipher.update(message.subarray(nonceBytes, -gcmTagBytes)), decipher.final()])
  } catch {
    throw new CipherError('BAD_PADDING', 'wrong key, or the text is damaged (the tag does not fit)')
  }
}

function hexSalt(salt: string): string {
  return /^(?:[0-9a-f]{2})+$/i.test(salt) ? salt : Buffer.from(salt, 'utf8').toString('hex')
}
