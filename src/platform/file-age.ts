import {statSync} from 'node:fs'

/** Milliseconds since a file or folder was changed; undefined where there is none. */
export function ageOfFile(path: string): number | undefined {
  const about = statSync(path, {throwIfNoEntry: false})
  return about === undefined ? undefined : Date.now() - about.mtimeMs
}
