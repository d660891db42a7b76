import {createCipheriv, createDecipheriv, pbkdf2Sync, randomBytes} from 'node:crypto'
import {CipherError} from './cipher-error.js'
import type {TextCipher} from './text-cipher.js'

export const defaultSalt = 'deadbeef'
const ivBytes = 16
const blockBytes = 16

/**
 * Spring's `Encryptors.text`: hex( IV ‖ AES-256-CBC-PKCS5( PBKDF2-HMAC-SHA1(key, salt, 1024 rounds, 256 bit), UTF-8 text ) ).
 * Weak by today's measure (few rounds, no MAC: changing IV bits changes the text silently), but it is what the servers read.
 */
export function symmetricCipher(key: string, salt: string = defaultSalt): TextCipher {
  const aesKey = deriveAesKey(key, salt)
  return {
    kind: 'symmetric',
    encrypt: plaintext => encryptWithIv(aesKey, plaintext, randomBytes(ivBytes)).toString('hex'),
    decrypt: ciphertext => utf8(decryptCbc(aesKey, bytesOfHex(ciphertext))),
  }
}

export function deriveAesKey(key: string, salt: string): Buffer {
  rejectUnusableKey(key)
  if (!/^(?:[0-9a-f]{2})+$/i.test(salt)) {
    throw new CipherError('SALT_FORMAT', 'encrypt.salt must be hex, an even number of digits and at least two')
  }
  return pbkdf2Sync(Buffer.from(key, 'utf8'), Buffer.from(salt, 'hex'), 1024, 32, 'sha1')
}

/** With the IV given, so that tests can compare with other implementations. */
export function encryptWithIv(aesKey: Uint8Array, plaintext: string, iv: Uint8Array): Buffer {
  const cipher = createCipheriv('aes-256-cbc', aesKey, iv)
  return Buffer.concat([iv, cipher.update(utf8Bytes(plaintext)), cipher.final()])
}

/** Text to bytes; half a surrogate pair has no UTF-8 form, and writing U+FFFD in its place would lose it silently. */
export function utf8Bytes(plaintext: string): Buffer {
  if (hasLoneSurrogate(plaintext)) {
    throw new CipherError('NOT_UTF8', 'the text holds half a surrogate pair, which UTF-8 cannot carry')
  }
  return Buffer.from(plaintext, 'utf8')
}

export function decryptCbc(aesKey: Uint8Array, message: Buffer): Buffer {
  if (message.length < ivBytes + blockBytes) {
    throw new CipherError('TOO_SHORT', `${message.length} bytes; an IV and one block are at least 32`)
  }
  if (message.length % blockBytes !== 0) {
    throw new CipherError('NOT_BLOCK_MULTIPLE', `${message.length} bytes are not a multiple of 16: the text is cut`)
  }
  const decipher = createDecipheriv('aes-256-cbc', aesKey, message.subarray(0, ivBytes))
  try {
    return Buffer.concat([decipher.update(message.subarray(ivBytes)), decipher.final()])
  } catch {
    throw new CipherError('BAD_PADDING', 'wrong key, or the text is damaged')
  }
}

/** Strict, and a BOM at the start is data. */
export function utf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', {fatal: true, ignoreBOM: true}).decode(bytes)
  } catch {
    throw new CipherError('NOT_UTF8', 'what came out is not UTF-8: wrong key, or the text is damaged')
  }
}

function bytesOfHex(text: string): Buffer {
  if (text === '') throw new CipherError('EMPTY_CIPHERTEXT', 'nothing stands behind {cipher}')
  // Buffer.from(text, 'hex') would stop at the first bad digit without a word.
  const bad = text.search(/[^0-9a-f]/i)
  if (bad >= 0) {
    const looksLikeRsa = /^A[A-Z]A[A-Za-z0-9+/]{100}/.test(text) ? '; it looks like a text for an RSA key' : ''
    throw new CipherError('NOT_HEX', `position ${bad + 1} of ${text.length} is not a hex digit${looksLikeRsa}`)
  }
  if (text.length % 2 !== 0) {
    throw new CipherError('ODD_HEX', `${text.length} hex digits are an odd number: at least one is missing`)
  }
  return Buffer.from(text, 'hex')
}

function rejectUnusableKey(key: string): void {
  if (key.trim() === '') throw new CipherError('EMPTY_KEY', 'the key is empty or blank')
  // Java encrypts with "?" and Node with U+FFFD in its place: two different AES keys.
  if (hasLoneSurrogate(key)) throw new CipherError('KEY_FORMAT', 'the key holds half a surrogate pair')
}

function hasLoneSurrogate(text: string): boolean {
  return /\p{Surrogate}/u.test(text)
}
