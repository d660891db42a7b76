import {join} from 'node:path'
import {foldersBelow, removeLeftoverTemporaries} from '../platform/leftover-files.js'
import type {LabIdentity} from '../runtimes/runtime.js'

/** Half-written files of processes that were killed; the data folders are the servers' own. */
export async function sweepLab({dir}: LabIdentity): Promise<void> {
  await removeLeftoverTemporaries([dir, join(dir, 'secrets'), ...(await foldersBelow(join(dir, 'config')))])
}
