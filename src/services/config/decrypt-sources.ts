import {bareCiphertext, isMarked} from '../../secrets/cipher-text.js'
import type {TextCipher} from '../../secrets/text-cipher.js'
import type {SourceValue} from './documents.js'
import type {PropertySource} from './environment.js'

export interface Decrypted {
  readonly sources: readonly PropertySource[]
  /** Keys whose text could not be decrypted. Their names may be told, their texts never (threat T15). */
  readonly failed: readonly string[]
}

/** `{cipher}…` becomes its text, at the end of its source; what cannot be decrypted becomes `invalid.<key>`, so that it serves nobody as a password. */
export function decryptSources(sources: readonly PropertySource[], cipher: TextCipher | undefined): Decrypted {
  const failed: string[] = []
  const decrypted = sources.map(({name, values}) => {
    const kept = new Map<string, SourceValue>()
    const opened = new Map<string, SourceValue>()
    for (const [key, {value, origin}] of values) {
      if (typeof value !== 'string' || !isMarked(value)) {
        kept.set(key, {value, origin})
        continue
      }
      const text = open(value, cipher)
      if (text === undefined) failed.push(key)
      if (text === undefined) opened.set(`invalid.${key}`, {value: '<n/a>', origin})
      else opened.set(key, {value: text, origin})
    }
    return {name, values: new Map([...kept, ...opened])}
  })
  return {sources: decrypted, failed}
}

function open(value: string, cipher: TextCipher | undefined): string | undefined {
  try {
    return cipher?.decrypt(bareCiphertext(value).text)
  } catch {
    return undefined
  }
}
