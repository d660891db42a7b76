import {plainScalar, textOf} from './spring-value.js'

export interface ScalarPlace {
  /** The quotes that stood there before are kept. */
  readonly quotes: 'none' | 'single' | 'double'
  readonly insideFlow: boolean
}

/** A value as YAML text that Spring reads back as the very same text: `yes`, `010`, `null` and `{cipher}…` are quoted, `8080` is not. */
export function scalarText(value: string, {quotes, insideFlow}: ScalarPlace): string {
  if (hasUnprintable.test(value) || quotes === 'double') return doubleQuoted(value)
  if (quotes === 'none' && isSafePlain(value, insideFlow)) return value
  return `'${value.replaceAll("'", "''")}'`
}

export function keyTextFor(name: string): string {
  return /^[\p{L}\p{N}_][\p{L}\p{N}_.-]*$/u.test(name) ? name : scalarText(name, {quotes: 'single', insideFlow: true})
}

// Controls, line separators of YAML 1.1 and a BOM: only escapes carry them through every reader.
const hasUnprintable = /[\p{Cc}\u2028\u2029\ufeff]/u

function isSafePlain(value: string, insideFlow: boolean): boolean {
  const readsBackEqual = textOf(plainScalar(value)) === value
  const begins = /^(?:[\p{L}\p{N}_/.$(+;\\]|-[\p{L}\p{N}])/u.test(value)
  const breaksOff = /:(?:\s|$)|\s#|\s$/.test(value) || (insideFlow && /[,[\]{}:]/.test(value))
  const looksLikeMarker = /^(?:---|\.\.\.)/.test(value)
  return readsBackEqual && begins && !breaksOff && !looksLikeMarker
}

function doubleQuoted(value: string): string {
  return JSON.stringify(value).replaceAll(/[\u007f-\u009f\u2028\u2029\ufeff]/g, character => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
  })
}
