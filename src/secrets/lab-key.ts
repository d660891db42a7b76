import {join} from 'node:path'
import {isRegularFile} from '../platform/files.js'

/** Where a lab keeps the key of its config server, mode 0600; `dir` is the lab's `.msa`. */
export function labKeyPath(dir: string): string {
  return join(dir, 'secrets', 'encrypt.key')
}

export function labKeyFileIn(dir: string): string | undefined {
  const path = labKeyPath(dir)
  return isRegularFile(path) ? path : undefined
}
