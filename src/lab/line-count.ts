import {MsaError} from '../errors.js'
import {quoted} from './lab-file/tree.js'

const most = 10_000_000

/** `20`, or `all` (`Infinity`). */
export function parseLineCount(text: string): number {
  if (text === 'all') return Number.POSITIVE_INFINITY
  const count = /^[0-9]{1,9}$/.test(text) ? Number(text) : Number.NaN
  if (count <= most) return count
  throw new MsaError('E_USAGE', `${quoted(text)} is not a number of lines, expected 0 to ${most} or "all"`, {
    tryThis: ['Say how many last lines of each log: --tail 50'],
  })
}
