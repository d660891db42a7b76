import {MsaError} from '../errors.js'

/** `retention.ms=60000` (repeated) as a map; nothing after `=` is an empty value. */
export function parseConfigPairs(pairs: readonly string[], flag: string): Map<string, string> {
  return new Map(pairs.map(pair => splitPair(pair, flag)))
}

export function splitPair(pair: string, flag: string): [name: string, value: string] {
  const equals = pair.indexOf('=')
  if (equals > 0) return [pair.slice(0, equals).trim(), pair.slice(equals + 1)]
  throw new MsaError('E_INPUT', `${flag} wants NAME=VALUE, not "${pair}"`, {
    tryThis: [`${flag} retention.ms=60000`],
  })
}
