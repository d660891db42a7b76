import {isScalar} from 'yaml'
import type {Interpolated} from './interpolate.js'
import {quoted} from './tree.js'

const dangerousKeys = new Set(['__proto__', 'constructor', 'prototype'])

/** What differs between files of msa's own and those of other tools that are read by the same rules. */
export interface YamlDialect {
  readonly fill: (text: string) => Interpolated
  /** `<<` stays in the tree, for the reader to merge. */
  readonly mergeKeys: boolean
}

/** What is wrong with a key of a mapping, if anything is. */
export function keyProblem(key: unknown, {mergeKeys}: YamlDialect): {problem: string; expected: string} | undefined {
  if (!isScalar(key)) return {problem: 'a key that is a list, a mapping or an alias', expected: 'a key of plain text'}
  if (typeof key.value !== 'string') {
    const shown = key.source === '' || key.source === undefined ? 'nothing' : key.source
    return {problem: `the key ${shown} is not text`, expected: `a key of text (in quotes: '${shown}')`}
  }
  if (key.value === '<<' && !mergeKeys)
    return {problem: 'merge keys (<<) are not supported', expected: 'the keys written out'}
  if (dangerousKeys.has(key.value))
    return {problem: `the key ${quoted(key.value)} is not allowed`, expected: 'another name'}
  return undefined
}
