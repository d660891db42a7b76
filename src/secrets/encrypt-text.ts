import {MsaError} from '../errors.js'
import {bareCiphertext, isMarked, prefixText, unquotePasted} from './cipher-text.js'
import type {TextCipher} from './text-cipher.js'

/** Encrypting twice is nearly always a slip, and nothing decrypts it twice. */
export function rejectEncryptedTwice(text: string, force: boolean): void {
  if (force || !isMarked(text.trimStart())) return
  throw new MsaError('E_INPUT', 'the text is encrypted already: it begins with {cipher}', {
    tryThis: ['See what is in it: msa decrypt', 'Encrypt it all the same: --force'],
  })
}

/** A text as it stands in a file or was pasted: with or without quotes, `{cipher}` and prefixes. */
export function decryptPasted(
  pasted: string,
  cipher: TextCipher,
): {readonly text: string; readonly notes: readonly string[]} {
  const {prefixes, text} = bareCiphertext(unquotePasted(pasted))
  const decrypted = cipher.decrypt(text)
  const ignored = prefixes.length === 0 ? '' : prefixText({prefixes, text: ''})
  return {text: decrypted, notes: ignored === '' ? [] : [`there is one key, so ${ignored} was ignored`]}
}
