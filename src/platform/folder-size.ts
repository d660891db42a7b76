import {readdir, stat} from 'node:fs/promises'
import {join} from 'node:path'

/** Bytes of a file, or of all that is below a folder. */
export async function sizeOfTree(path: string): Promise<number> {
  const about = await stat(path).catch(() => undefined)
  return about?.isFile() ? about.size : folderSize(path)
}

/** Bytes of all files below a folder, also while others write there; what vanishes in between counts for nothing. */
export async function folderSize(folder: string): Promise<number> {
  const entries = await readdir(folder, {withFileTypes: true}).catch(() => [])
  const sizes = entries.map(async entry => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return folderSize(path)
    if (!entry.isFile()) return 0
    return stat(path).then(
      about => about.size,
      () => 0,
    )
  })
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0)
}
