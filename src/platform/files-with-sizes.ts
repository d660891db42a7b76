import {readdirSync, statSync, utimesSync} from 'node:fs'
import {join} from 'node:path'

/** Names of a folder's files with their sizes; empty where there is no such folder. Synchronous: 300 files take 2 ms that way, 20 the other. */
export function filesWithSizes(folder: string): ReadonlyMap<string, number> {
  try {
    return new Map(readdirSync(folder).map(name => [name, statSync(join(folder, name)).size]))
  } catch {
    return new Map()
  }
}

/** Gives all files of a folder one and the same time. */
export function setFileTimes(folder: string, time: Date): void {
  for (const name of filesWithSizes(folder).keys()) utimesSync(join(folder, name), time, time)
}
