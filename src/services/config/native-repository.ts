import {join, sep} from 'node:path'
import {realPathOf} from '../../platform/files.js'
import {namesOfFiles} from '../../platform/list-files.js'
import {kindOfPath, readRegularFile} from '../../platform/regular-file.js'
import {type ConfigFolder, type ConfigRepository, maxFileBytes} from './repository.js'

/** Spring's "native" backend: a folder, read anew at each request. A label is a folder below it, searched in addition and first. */
export function nativeRepository(root: string): ConfigRepository {
  return {
    async at(label) {
      const own = label === undefined ? undefined : join(root, ...label.split('/'))
      const folders = [own, root].filter(folder => folder !== undefined && kindOfPath(folder, root) === 'folder')
      const found = await Promise.all(folders.map(folder => openFolder(root, folder ?? root)))
      return {folders: found, version: null, state: null}
    },
    async check() {
      if (kindOfPath(root) !== 'folder') throw new Error(`${root} is not a folder`)
      return {locations: [`file:${root}`]}
    },
  }
}

async function openFolder(root: string, folder: string): Promise<ConfigFolder> {
  return {
    files: new Set(await namesOfFiles(folder)),
    read: path => readWithin(root, join(folder, ...path)),
    sourceName: file => `file:${join(folder, file)}`,
    documentName: (file, index) =>
      `Config resource 'file [${join(folder, file)}]' via location 'file:${folder}/' (document #${index})`,
  }
}

/** What a symbolic link leads to is read only where it lies in the repository itself; a neighbour with a longer name is outside. */
async function readWithin(root: string, path: string): Promise<string | undefined> {
  const real = realPathOf(path)
  if (!real.startsWith(realPathOf(root) + sep)) return undefined
  const bytes = await readRegularFile(real, maxFileBytes)
  return typeof bytes === 'string' ? undefined : new TextDecoder().decode(bytes)
}
