import {MsaError} from '../errors.js'
import {quoted} from './lab-file/tree.js'

export const durationForm = 'a duration such as 90 (seconds), 500ms, 90s, 5m or 1h30m'
const bareSeconds = /^[0-9]+(?:\.[0-9]+)?$/
const withUnits =
  /^(?=[0-9])(?:([0-9]+(?:\.[0-9]+)?)h)?(?:([0-9]+(?:\.[0-9]+)?)m)?(?:([0-9]+(?:\.[0-9]+)?)s)?(?:([0-9]+)ms)?$/
/** Timers of Node end at 2^31 ms; 24 days are enough for a lab. */
const longestMs = 2 ** 31 - 1

/** Milliseconds of `90` (seconds), `90s`, `5m`, `1h30m`, `500ms`; undefined for anything else. */
export function durationMs(text: string): number | undefined {
  const parts = bareSeconds.test(text) ? ['', '', text, ''] : withUnits.exec(text)?.slice(1)
  if (parts === undefined) return undefined
  const [hours = 0, minutes = 0, seconds = 0, rest = 0] = parts.map(part => Number(part ?? 0))
  const total = Math.round(hours * 3_600_000 + minutes * 60_000 + seconds * 1000 + rest)
  return total <= longestMs ? total : undefined
}

export function parseDuration(text: string): number {
  const ms = durationMs(text)
  if (ms !== undefined) return ms
  throw new MsaError('E_USAGE', `${quoted(text)} is not a duration, expected ${durationForm}`, {
    tryThis: ['Give seconds, or a number with its unit: 90s, 5m, 1h30m, 500ms'],
  })
}
