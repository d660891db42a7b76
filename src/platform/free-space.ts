import {statfs} from 'node:fs/promises'
import {dirname} from 'node:path'

export interface FreeSpace {
  /** The folder itself, or the nearest one above that exists. */
  readonly folder: string
  readonly bytes: number
  /** Undefined for file systems that make them as needed. */
  readonly inodes: number | undefined
}

/** What a person without root's reserve may still write there. */
export async function freeSpace(path: string): Promise<FreeSpace | undefined> {
  try {
    const {bavail, bsize, files, ffree} = await statfs(path)
    return {folder: path, bytes: bavail * bsize, inodes: files === 0 ? undefined : ffree}
  } catch {
    return path === dirname(path) ? undefined : freeSpace(dirname(path))
  }
}
