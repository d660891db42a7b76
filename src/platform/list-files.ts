import {readdir} from 'node:fs/promises'
import {join} from 'node:path'
import {MsaError, systemCode} from '../errors.js'
import {ioError} from './files.js'

/** Every regular file below a folder, sorted; hidden folders (.git) and symbolic links are left out. */
export async function listFiles(folder: string): Promise<readonly string[]> {
  try {
    const entries = await readdir(folder, {withFileTypes: true})
    const found = await Promise.all(
      entries.map(async entry => {
        const path = join(folder, entry.name)
        if (entry.isDirectory()) return entry.name.startsWith('.') ? [] : listFiles(path)
        return entry.isFile() ? [path] : []
      }),
    )
    return found.flat().sort()
  } catch (error) {
    if (error instanceof MsaError) throw error
    if (systemCode(error) === 'ENOENT' || systemCode(error) === 'ENOTDIR') {
      throw new MsaError('E_INPUT', `${folder} is not a folder`, {tryThis: ['Check the path: ls -la']})
    }
    throw ioError(`cannot read the folder ${folder}`, error)
  }
}

/** What lies directly in a folder, by name; empty where there is no folder. Links are among them: where they lead is the reader's business. */
export async function namesOfFiles(folder: string): Promise<readonly string[]> {
  try {
    const entries = await readdir(folder, {withFileTypes: true})
    return entries.filter(entry => entry.isFile() || entry.isSymbolicLink()).map(entry => entry.name)
  } catch (error) {
    if (systemCode(error) === 'ENOENT' || systemCode(error) === 'ENOTDIR') return []
    throw ioError(`cannot read the folder ${folder}`, error)
  }
}
