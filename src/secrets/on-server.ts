import type {ConfigServer} from '../clients/config-server.js'
import {MsaError} from '../errors.js'

/** Encryption by a config server; `verify` sends the cipher back and compares. */
export async function encryptOnServer(server: ConfigServer, text: string, verify: boolean): Promise<string> {
  const ciphertext = await server.encrypt(text)
  if (verify && (await server.decrypt(ciphertext)) !== text) {
    throw new MsaError('E_CIPHER', 'the server decrypts its own cipher to another text', {
      tryThis: ['Encrypt offline with the same key: --key-file PATH'],
    })
  }
  return ciphertext
}
