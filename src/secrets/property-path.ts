import {MsaError} from '../errors.js'

export type PathSegment = {readonly name: string} | {readonly index: number}

/** A property as a person writes it (`servers[0].host`, `a."key.with.dots".c`), taken apart. */
export interface PropertyPath {
  readonly segments: readonly PathSegment[]
  /** The name by which Spring knows it. */
  readonly key: string
}

const piece =
  /^(?:\[(?<index>[0-9]{1,9})\]|"(?<double>(?:[^"\\]|\\.)*)"|'(?<single>(?:[^']|'')*)'|(?<name>[^\s.[\]"'\p{Cc}]+))/u
const dangerous = new Set(['__proto__', 'constructor', 'prototype'])

export function parsePropertyPath(text: string): PropertyPath {
  const segments: PathSegment[] = []
  for (let at = 0; at < text.length || at === 0; ) {
    const afterDot = at > 0 && text[at] === '.'
    const start = afterDot ? at + 1 : at
    const match = piece.exec(text.slice(start))
    const isIndex = match?.groups?.index !== undefined
    const continues = at === 0 || (isIndex ? !afterDot : afterDot)
    if (match === null || !continues || (at === 0 && isIndex)) throw badPath(text, start)
    segments.push(segmentOf(match, text, start))
    at = start + match[0].length
  }
  return {segments, key: springKey(segments)}
}

/** The path of a value that a file was seen to have, whatever characters its name is made of. */
export function pathOfKey(key: string): PropertyPath {
  return {segments: [{name: key}], key}
}

export function springKey(segments: readonly PathSegment[]): string {
  return segments.reduce((key, segment) => {
    if ('index' in segment) return `${key}[${segment.index}]`
    return key === '' || segment.name.startsWith('[') ? key + segment.name : `${key}.${segment.name}`
  }, '')
}

function segmentOf(match: RegExpExecArray, text: string, at: number): PathSegment {
  const {index, double, single, name} = match.groups ?? {}
  if (index !== undefined) return {index: Number(index)}
  const spelled =
    double?.replaceAll(/\\(.)/g, (_, character: string) => character) ?? single?.replaceAll("''", "'") ?? name
  if (spelled === undefined || spelled === '' || dangerous.has(spelled)) throw badPath(text, at)
  return {name: spelled}
}

function badPath(text: string, at: number): MsaError {
  return new MsaError('E_USAGE', `not a property path: ${JSON.stringify(text)}, column ${at + 1}`, {
    details: ['expected names with dots between them, and [0], [1] … for the items of a list'],
    tryThis: [
      'Write it as spring.datasource.password or servers[0].host',
      'Quote a name that holds dots, blanks, brackets or quotes: \'servers."my.host".port\'',
    ],
  })
}
