import {readdir} from 'node:fs/promises'
import {join} from 'node:path'
import {removeTree} from './files.js'

/** As `writeFileAtomic` names them: `.state.json.PID.RANDOM.tmp`. */
const temporaryName = /^\..+\.(\d+)\.[0-9a-z]{1,6}\.tmp$/

/** Removes temporary files whose writer was killed before it could rename them. Those of living writers stay. */
export async function removeLeftoverTemporaries(folders: readonly string[]): Promise<void> {
  for (const folder of folders) {
    for (const name of await readdir(folder).catch(() => [])) {
      const writer = temporaryName.exec(name)?.[1]
      if (writer !== undefined && !isRunning(Number(writer))) await removeTree(join(folder, name))
    }
  }
}

/** The folders right below one, which may be missing. */
export async function foldersBelow(path: string): Promise<string[]> {
  const entries = await readdir(path, {withFileTypes: true}).catch(() => [])
  return entries.filter(entry => entry.isDirectory()).map(entry => join(path, entry.name))
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
