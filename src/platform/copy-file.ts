import {constants} from 'node:fs'
import {copyFile, mkdir} from 'node:fs/promises'
import {ioError} from './files.js'

/** A new file with the same content; one that is there already is an error. */
export async function copyRegularFile(from: string, to: string): Promise<void> {
  await copyFile(from, to, constants.COPYFILE_EXCL).catch((error: unknown) => {
    throw ioError(`cannot copy ${from} to ${to}`, error)
  })
}

export async function makeFolder(path: string): Promise<void> {
  await mkdir(path, {recursive: true}).catch((error: unknown) => {
    throw ioError(`cannot make the folder ${path}`, error)
  })
}
