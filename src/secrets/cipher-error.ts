import {type ErrorCode, MsaError} from '../errors.js'

/** Why a text cannot be decrypted, or a key not be used. */
export type CipherFailure =
  | 'EMPTY_CIPHERTEXT'
  | 'NOT_HEX'
  | 'ODD_HEX'
  | 'TOO_SHORT'
  | 'NOT_BLOCK_MULTIPLE'
  | 'BAD_PADDING'
  | 'NOT_UTF8'
  | 'RSA_FORMAT'
  | 'EMPTY_KEY'
  | 'KEY_FORMAT'
  | 'SALT_FORMAT'
  | 'PUBLIC_KEY_ONLY'

/** Neither the key nor the text is ever part of the message (threat T14). */
export class CipherError extends MsaError {
  readonly failure: CipherFailure

  constructor(failure: CipherFailure, because: string) {
    const {code, tryThis} = remedies[failure]
    super(code, `${failure}: ${because}`, {tryThis})
    this.failure = failure
  }
}

const copyAgain = 'Copy the whole text again, from its first to its last character'
const asGiven: {code: ErrorCode; tryThis: readonly [string, ...string[]]} = {code: 'E_CIPHER', tryThis: [copyAgain]}
const wrongKey: typeof asGiven = {
  code: 'E_CIPHER',
  tryThis: ['Use the key (and salt) that encrypted it: --key-file PATH, or MSA_ENCRYPT_KEY', copyAgain],
}

const remedies: Readonly<Record<CipherFailure, typeof asGiven>> = {
  EMPTY_CIPHERTEXT: {code: 'E_CIPHER', tryThis: ['Give the text after {cipher}: echo "{cipher}…" | msa decrypt']},
  NOT_HEX: asGiven,
  ODD_HEX: asGiven,
  TOO_SHORT: asGiven,
  NOT_BLOCK_MULTIPLE: asGiven,
  BAD_PADDING: wrongKey,
  NOT_UTF8: wrongKey,
  RSA_FORMAT: {
    code: 'E_CIPHER',
    tryThis: [copyAgain, 'A text of hex digits belongs to a symmetric key: leave out --keystore'],
  },
  EMPTY_KEY: {code: 'E_KEY', tryThis: ['Make a key: msa key generate > encrypt.key && chmod 600 encrypt.key']},
  KEY_FORMAT: {
    code: 'E_KEY',
    tryThis: [
      'Give an RSA key as PEM or PKCS#12: --keystore key.pem',
      'Make a symmetric key instead: msa key generate',
    ],
  },
  SALT_FORMAT: {code: 'E_KEY', tryThis: ["Use an even number of hex digits, as Spring's default: --salt deadbeef"]},
  PUBLIC_KEY_ONLY: {code: 'E_KEY', tryThis: ['Give the private key: --keystore private.pem']},
}
