import {open, rm} from 'node:fs/promises'
import {systemCode} from '../errors.js'
import {ioError} from './files.js'

/** Makes a file of mode 0600 that was not there before. EEXIST is thrown as it is; whatever else fails leaves nothing behind. */
export async function writeNewPrivateFile(path: string, content: string): Promise<void> {
  const file = await open(path, 'wx', 0o600).catch(error => {
    throw systemCode(error) === 'EEXIST' ? error : ioError(`cannot make ${path}`, error)
  })
  try {
    await file.chmod(0o600)
    await file.writeFile(content)
    await file.sync()
  } catch (error) {
    await rm(path, {force: true})
    throw ioError(`cannot write ${path}`, error)
  } finally {
    await file.close()
  }
}
