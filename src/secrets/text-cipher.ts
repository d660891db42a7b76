/** Encrypts and decrypts what stands behind `{cipher}`. */
export interface TextCipher {
  readonly kind: 'symmetric' | 'rsa'
  /** For whoever wants to encrypt without being able to decrypt: RSA only. */
  readonly publicKey?: string
  encrypt(plaintext: string): string
  /** Throws a CipherError; success is no proof of the right key, since the format has no MAC. */
  decrypt(ciphertext: string): string
}
