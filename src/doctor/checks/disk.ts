import type {FreeSpace} from '../../platform/free-space.js'
import {type Check, type Finding, fail, pass, warn} from '../check.js'

const mib = 1024 * 1024
/** Maven's copies, the jars that stay, and Zipkin's unpacked ones, all at once. */
const toFetchMiB = 700
/** Topics, tables, logs and metrics of an afternoon. */
const toRunMiB = 500

export const diskCheck: Check = {
  name: 'disk',
  examine: ({space, survey}) => [
    ...findings('cache', space.cache, survey.missingDistributions.length > 0 ? toFetchMiB : 50),
    ...findings('lab folder', space.lab, toRunMiB),
  ],
}

function findings(subject: string, space: FreeSpace | undefined, neededMiB: number): readonly Finding[] {
  if (space === undefined) return []
  const freeMiB = Math.floor(space.bytes / mib)
  const says = `${freeMiB} MiB free (${space.folder})`
  if (space.inodes !== undefined && space.inodes < 2000)
    return [
      fail(subject, `${space.inodes} inodes free (${space.folder})`, `See what has many files: df -i ${space.folder}`),
    ]
  if (freeMiB >= neededMiB) return [pass(subject, says)]
  const level = freeMiB * 4 < neededMiB ? fail : warn
  return [level(subject, `${says}; ${neededMiB} MiB are wanted`, `See what is full: df -h ${space.folder}`)]
}
