import {readStdin} from '../platform/stdin.js'
import {readUserFile} from '../platform/user-files.js'

/** What goes to the server in one packet; larger scripts are for `db import`. */
const LARGEST_BYTES = 12 * 1024 * 1024

export async function readText(path: string): Promise<string> {
  return (await readUserFile(path, {maxBytes: LARGEST_BYTES, what: 'the file'})).bytes.toString('utf8')
}

export async function readAllStdin(): Promise<string> {
  return (await readStdin(LARGEST_BYTES)).toString('utf8')
}
