import {MsaError} from '../errors.js'
import {encryptGivenText} from '../secrets/given-text.js'
import type {SecretInputs} from '../secrets/secret-inputs.js'
import {looksLikeSecret} from '../secrets/secret-scan.js'
import type {SecretText} from '../secrets/secret-text.js'
import type {TextCipher} from '../secrets/text-cipher.js'

export interface GivenValue {
  readonly key: string
  readonly value: string | undefined
  readonly encrypt: boolean
}

/** The value as it will stand in the file. A secret may come from stdin or a hidden prompt, where nobody reads along. */
export async function givenValue(
  {key, value, encrypt}: GivenValue,
  openCipher: () => Promise<TextCipher>,
  inputs: SecretInputs,
): Promise<SecretText> {
  if (encrypt) {
    const words = value === undefined ? [] : [value]
    const given = {words, raw: false, 'allow-empty': false, force: false, bare: false, verify: false}
    return encryptGivenText(given, openCipher, inputs)
  }
  if (value === undefined) {
    throw new MsaError('E_USAGE', `a value is needed for ${key}`, {
      tryThis: [`msa config set SERVICE ${key} VALUE`, 'A secret is asked for, or read from stdin: --encrypt'],
    })
  }
  const isOpen = looksLikeSecret(key) && value !== '' && !value.startsWith('{cipher}')
  return {text: value, notes: isOpen ? [`${key} looks like a secret; --encrypt keeps it out of the file`] : []}
}
