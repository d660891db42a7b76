import {existsSync} from 'node:fs'
import {chmod, copyFile, mkdir, mkdtemp, readdir, rename, rm, stat, writeFile} from 'node:fs/promises'
import {dirname, join} from 'node:path'
import {MsaError} from '../errors.js'
import {ioError} from '../platform/files.js'
import {existing} from '../platform/new-files.js'
import type {BesideFile} from './compose-files.js'

/** The top names of the files, once it is sure that none of them is there, or may be replaced. */
export function requireFree(folder: string, files: readonly BesideFile[], force: boolean): string[] {
  const names = [...new Set(files.map(({path}) => path.split('/')[0] ?? path))]
  const there = existing(folder, names)
  if (there.length > 0 && !force) throw alreadyThere(folder, there)
  return names
}

/**
 * All of these files or none: they are written aside and moved into place by their top names. What is there stays, unless `force` says that it may
 * be replaced; then it comes back when a move fails.
 */
export async function writeBeside(folder: string, files: readonly BesideFile[], force: boolean): Promise<void> {
  const names = requireFree(folder, files, force)
  const isNew = !existsSync(folder)
  await mkdir(folder, {recursive: true, mode: 0o755}).catch((error: unknown) => {
    throw ioError(`cannot make the folder ${folder}`, error)
  })
  const aside = await mkdtemp(join(folder, '.msa-export-'))
  const moved: string[] = []
  try {
    for (const file of files) await put(join(aside, 'new'), file)
    await mkdir(join(aside, 'old'))
    for (const name of names) {
      if (existsSync(join(folder, name))) await rename(join(folder, name), join(aside, 'old', name))
      moved.push(name)
      await rename(join(aside, 'new', name), join(folder, name))
    }
  } catch (error) {
    for (const name of moved) await putBack(folder, aside, name)
    throw ioError(`cannot write to ${folder}; what was there is as it was`, error)
  } finally {
    await rm(aside, {recursive: true, force: true})
    if (isNew && (await readdir(folder)).length === 0) await rm(folder, {recursive: true})
  }
}

/** Folders of files for the owner alone are the owner's, too. */
async function put(root: string, file: BesideFile): Promise<void> {
  const path = join(root, file.path)
  await mkdir(dirname(path), {recursive: true, mode: folderMode(file.mode)})
  if ('content' in file) {
    await writeFile(path, file.content, {mode: file.mode, flag: 'wx'})
    return
  }
  const about = await stat(file.from)
  const mode = file.mode ?? about.mode
  if (about.isDirectory()) {
    await mkdir(path, {recursive: true, mode: folderMode(mode)})
    for (const name of await readdir(file.from))
      await put(root, {...file, path: join(file.path, name), from: join(file.from, name)})
    return
  }
  await copyFile(file.from, path)
  await chmod(path, mode & 0o777)
}

function folderMode(mode: number | undefined): number {
  return mode === undefined || mode & 0o077 ? 0o755 : 0o700
}

async function putBack(folder: string, aside: string, name: string): Promise<void> {
  await rm(join(folder, name), {recursive: true, force: true})
  if (existsSync(join(aside, 'old', name))) await rename(join(aside, 'old', name), join(folder, name))
}

function alreadyThere(folder: string, names: readonly string[]): MsaError {
  return new MsaError('E_INPUT', `${folder} already has ${names.join(', ')}; nothing was written`, {
    tryThis: ['Write elsewhere: msa export compose --output FOLDER', 'Or replace them: msa export compose --force'],
  })
}
