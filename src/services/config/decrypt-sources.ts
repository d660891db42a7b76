import {bareCiphertext, isMarked} from '../../secrets/cipher-text.js'
import type {KeyRing} from './ciphers.js'
import type {SourceValue} from './documents.js'
import type {PropertySource} from './environment.js'

export interface Decrypted {
  readonly sources: readonly PropertySource[]
  /** Keys whose text could not be decrypted. Their names may be told, their texts never (threat T15). */
  readonly failed: readonly string[]
}

/** `{cipher}…` becomes its text, at the end of its source; what cannot be decrypted becomes `invalid.<key>`, so that it serves nobody as a password. */
export function decryptSources(sources: readonly PropertySource[], keys: KeyRing | undefined): Decrypted {
  const failed: string[] = []
  const decrypted = sources.map(({name, values}) => {
    const kept = new Map<string, SourceValue>()
    const opened = new Map<string, SourceValue>()
    for (const [key, {value, origin}] of values) {
      if (typeof value !== 'string' || !isMarked(value)) {
        kept.set(key, {value, origin})
        continue
      }
      const text = open(value, keys)
      if (text === undefined) failed.push(key)
      if (text === undefined) opened.set(`invalid.${key}`, {value: '<n/a>', origin})
      else opened.set(key, {value: text, origin})
    }
    return {name, values: new Map([...kept, ...opened])}
  })
  return {sources: decrypted, failed}
}

function open(value: string, keys: KeyRing | undefined): string | undefined {
  try {
    const {prefixes, text} = bareCiphertext(value)
    return keys?.cipherFor(prefixes).decrypt(text)
  } catch {
    return undefined
  }
}
