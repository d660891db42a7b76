import {accessSync, constants, readdirSync, realpathSync, statSync} from 'node:fs'
import {systemCode} from '../errors.js'

export interface Executable {
  readonly path: string
  readonly realPath: string
  /** Tells one build from another without running it: real path, size and time of the file. */
  readonly build: string
}

/** The program at a path, or in words why there is none. Synchronous: one look costs microseconds, and there are many places to look. */
export function executableAt(path: string): Executable | {readonly problem: string} {
  try {
    const about = statSync(path)
    if (!about.isFile()) return {problem: about.isDirectory() ? 'it is a folder' : 'it is not a file'}
    accessSync(path, constants.X_OK)
    const realPath = realpathSync(path)
    return {path, realPath, build: `${realPath} ${about.size} ${about.mtimeMs}`}
  } catch (error) {
    const code = systemCode(error)
    if (code === 'ENOENT' || code === 'ENOTDIR') return {problem: 'there is no such file'}
    return {problem: code === 'EACCES' ? 'it is not executable' : `it cannot be read (${code ?? error})`}
  }
}

export function isFolder(path: string): boolean {
  return statSync(path, {throwIfNoEntry: false})?.isDirectory() === true
}

/** Names in a folder, sorted; none where it cannot be read. */
export function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).sort()
  } catch {
    return []
  }
}
