import {MsaError} from '../errors.js'
import {quoted} from './lab-file/tree.js'
import {isName} from './names.js'

const most = 50

/** `order-service=3` … as counts by name. */
export function parseCounts(words: readonly string[]): Record<string, number> {
  return Object.fromEntries(words.map(parseCount))
}

function parseCount(word: string): readonly [string, number] {
  const equals = word.lastIndexOf('=')
  const name = word.slice(0, Math.max(0, equals))
  const count = /^[0-9]{1,3}$/.test(word.slice(equals + 1)) ? Number(word.slice(equals + 1)) : 0
  if (equals > 0 && isName(name) && count >= 1 && count <= most) return [name, count]
  throw new MsaError('E_USAGE', `${quoted(word)} says not how many of what, expected SERVICE=COUNT with 1 to ${most}`, {
    tryThis: ['Three instances: msa scale order-service=3', 'None at all: msa stop order-service'],
  })
}
