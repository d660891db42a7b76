import {lstat, rm} from 'node:fs/promises'
import type {Server} from 'node:http'
import {dirname} from 'node:path'
import {MsaError, systemCode} from '../errors.js'
import {ioError, makePrivateFolder} from '../platform/files.js'

/** Listens on the socket. What lies there is a dead supervisor's, since the caller holds the lab's lock; a folder is somebody's mistake. */
export async function listenOnSocket(server: Server, path: string): Promise<void> {
  await makePrivateFolder(dirname(path))
  await removeStale(path)
  await new Promise<void>((resolve, reject) => {
    server.once('error', error => reject(ioError(`cannot listen on ${path}`, error)))
    // The umask, not a chmod afterwards: at no instant is it open to others (threat T08).
    const before = process.umask(0o177)
    server.listen(path, resolve)
    process.umask(before)
  })
}

async function removeStale(path: string): Promise<void> {
  const about = await lstat(path).catch(error => {
    if (systemCode(error) === 'ENOENT') return undefined
    throw ioError(`cannot look at ${path}`, error)
  })
  if (about === undefined) return
  if (about.isDirectory())
    throw new MsaError('E_IO', `${path} is a folder, where the lab's socket should be`, {
      tryThis: [`Move it away: mv ${path} ${path}.old`],
    })
  await rm(path, {force: true})
}
