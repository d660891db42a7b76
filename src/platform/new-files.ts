import {existsSync} from 'node:fs'
import {mkdir, mkdtemp, open, readdir, readFile, rename, rm, rmdir} from 'node:fs/promises'
import {dirname, join, relative} from 'node:path'
import {ioError} from './files.js'

/** A file to be made, by its path within a folder. */
export interface NewFile {
  readonly path: string
  readonly content: string
}

/** Which of these files and folders are there already. */
export function existing(folder: string, names: readonly string[]): string[] {
  return names.filter(name => existsSync(join(folder, name)))
}

/** All files below a folder with their contents. */
export async function readTree(folder: string): Promise<NewFile[]> {
  const entries = await readdir(folder, {recursive: true, withFileTypes: true})
  const files = entries.filter(entry => entry.isFile()).map(entry => join(entry.parentPath, entry.name))
  return Promise.all(
    files.sort().map(async file => ({path: relative(folder, file), content: await readFile(file, 'utf8')})),
  )
}

/**
 * Makes all of these files or none: they are written aside, synced, and moved into place by their top names, the last one last; when a
 * move fails, those before it are taken back. The caller has looked that none of the top names is there.
 */
export async function makeNewFiles(folder: string, files: readonly NewFile[]): Promise<void> {
  const firstMade = await mkdir(folder, {recursive: true}).catch((error: unknown) => {
    throw ioError(`cannot make the folder ${folder}`, error)
  })
  const moved: string[] = []
  let aside: string | undefined
  try {
    aside = await mkdtemp(join(folder, '.msa-new-'))
    for (const {path, content} of files) await writeSynced(join(aside, path), content)
    for (const name of new Set(files.map(({path}) => path.split('/')[0] ?? path))) {
      await rename(join(aside, name), join(folder, name))
      moved.push(join(folder, name))
    }
  } catch (error) {
    for (const path of moved) await rm(path, {recursive: true, force: true})
    if (aside !== undefined) await rm(aside, {recursive: true, force: true})
    if (firstMade !== undefined) await rm(firstMade, {recursive: true, force: true})
    throw ioError(`cannot write to ${folder}`, error)
  }
  await rmdir(aside)
}

async function writeSynced(path: string, content: string): Promise<void> {
  await mkdir(dirname(path), {recursive: true})
  const file = await open(path, 'wx')
  try {
    await file.writeFile(content)
    await file.sync()
  } finally {
    await file.close()
  }
}
