import {MsaError} from '../errors.js'
import {quoted} from './lab-file/tree.js'

export const memoryForm = 'a memory size with its unit: 512m (MiB) or 2g (GiB); also 512Mi, 512MiB, 512MB, 1.5g'
const size = /^([0-9]{1,6}(?:\.[0-9]{1,3})?) ?(m|mb|mi|mib|g|gb|gi|gib)$/i

/** MiB of `512m`, `2g`, `512Mi`, `1.5GiB`. Decimal and binary units mean the same here, as they do to Docker and the JVM. */
export function memoryMiB(text: string): number | undefined {
  const [, amount, unit = ''] = size.exec(text) ?? []
  if (amount === undefined) return undefined
  const mib = Math.round(Number(amount) * (unit.toLowerCase().startsWith('g') ? 1024 : 1))
  return mib >= 16 && mib <= 1024 * 1024 ? mib : undefined
}

export function parseMemory(text: string): number {
  const mib = memoryMiB(text)
  if (mib !== undefined) return mib
  throw new MsaError('E_USAGE', `${quoted(text)} is not a memory size, expected ${memoryForm}`, {
    tryThis: ['Give a number with its unit, from 16m on: 512m or 2g'],
  })
}
