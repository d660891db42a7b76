import {rmSync} from 'node:fs'
import {mkdtemp, rm, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {ioError} from './files.js'

/** Hands over a file that only the owner can read (0600 in a folder 0700), and removes it whatever happens, our being ended included. */
export async function withPrivateFile<T>(
  name: string,
  content: string,
  work: (path: string) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'msa-')).catch((error: unknown) => {
    throw ioError('cannot make a private folder', error)
  })
  const leave = (signal: NodeJS.Signals) => {
    rmSync(folder, {recursive: true, force: true})
    process.exit(signal === 'SIGTERM' ? 143 : 129)
  }
  process.once('SIGTERM', leave).once('SIGHUP', leave)
  try {
    const path = join(folder, name)
    await writeFile(path, content, {mode: 0o600, flag: 'wx'})
    return await work(path)
  } finally {
    process.off('SIGTERM', leave).off('SIGHUP', leave)
    await rm(folder, {recursive: true, force: true})
  }
}
