import {lstat, readdir} from 'node:fs/promises'
import {basename, dirname, join} from 'node:path'
import {removeTree} from './files.js'
import {parseTemporaryName} from './temporary-name.js'

/** Removes temporary files whose writer was killed before it could rename them. Those of living writers stay. */
export async function removeLeftoverTemporaries(folders: readonly string[]): Promise<void> {
  for (const folder of folders) {
    await removeOf(folder, name => parseTemporaryName(name)?.pid)
  }
}

/** The same for one file in a folder of the person's own. */
export async function removeLeftoversOf(path: string): Promise<void> {
  await removeOf(dirname(path), name => {
    const temporary = parseTemporaryName(name)
    return temporary?.of === basename(path) ? temporary.pid : undefined
  })
}

/** Removes what a killed process of ours left in a folder. `makerOf` tells the pid that a name has, and nothing for what is not ours. */
export async function removeOf(folder: string, makerOf: (name: string) => number | undefined): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) {
    const pid = makerOf(name)
    const path = join(folder, name)
    if (pid !== undefined && !isRunning(pid) && (await isOurs(path))) await removeTree(path)
  }
}

/** In a folder for everybody others may have such names, too. */
async function isOurs(path: string): Promise<boolean> {
  const about = await lstat(path).catch(() => undefined)
  return about !== undefined && (process.getuid === undefined || about.uid === process.getuid())
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
