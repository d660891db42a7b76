import {bareCiphertext, marked, unquotePasted} from './cipher-text.js'
import {decryptPasted, rejectEncryptedTwice} from './encrypt-text.js'
import {encryptOnServer} from './on-server.js'
import type {SecretInputs} from './secret-inputs.js'
import {readSecretText, type SecretText} from './secret-text.js'
import type {TextCipher} from './text-cipher.js'

export interface GivenText {
  readonly words: readonly string[]
  readonly raw: boolean
  readonly 'allow-empty': boolean
  readonly force: boolean
  readonly bare: boolean
  readonly server?: string | undefined
  readonly verify: boolean
}

/** `{cipher}…` of a text from the arguments, stdin or a prompt. */
export async function encryptGivenText(
  given: GivenText,
  openCipher: () => Promise<TextCipher>,
  inputs: SecretInputs,
): Promise<SecretText> {
  const request = {words: given.words, raw: given.raw, allowEmpty: given['allow-empty'], question: 'Text to encrypt'}
  const {text, notes} = await readSecretText(request, inputs)
  rejectEncryptedTwice(text, given.force)
  const ciphertext =
    given.server === undefined
      ? (await openCipher()).encrypt(text)
      : await encryptOnServer(await serverAt(given.server), text, given.verify)
  return {text: given.bare ? ciphertext : marked(ciphertext), notes}
}

/** The text behind `{cipher}…` from the arguments, stdin or a prompt. */
export async function decryptGivenText(
  given: {readonly words: readonly string[]; readonly server?: string | undefined},
  openCipher: () => Promise<TextCipher>,
  inputs: SecretInputs,
): Promise<SecretText> {
  const request = {words: given.words, raw: true, allowEmpty: true, question: 'Text to decrypt'}
  // A cipher is no secret: that it stands in the history needs no note.
  const {text} = await readSecretText(request, inputs)
  if (given.server === undefined) return decryptPasted(text, await openCipher())
  const server = await serverAt(given.server)
  return {text: await server.decrypt(bareCiphertext(unquotePasted(text)).text), notes: []}
}

async function serverAt(address: string) {
  return (await import('../clients/config-server.js')).configServer(address)
}
