import {rm} from 'node:fs/promises'
import {createServer, type Server} from 'node:net'
import {systemCode} from '../errors.js'
import {connectTcp, readAnswer} from './tcp.js'

export interface Lock {
  release(): Promise<void>
}

/**
 * A lock that dies with its holder. On Linux it is a socket in the abstract namespace: the kernel frees it with the process, also after
 * `kill -9`, and it leaves no file. Elsewhere it is a listening socket at `path`, and a file nobody answers on is a dead holder's.
 * Resolves to undefined when another process holds it.
 */
export async function tryLock(name: string, path: string, holder: string): Promise<Lock | undefined> {
  const address = process.platform === 'linux' ? `\0${name}` : path
  const server = createServer(socket => {
    socket.on('error', () => undefined)
    socket.end(`${holder}\n`)
  })
  server.unref()
  if (await listen(server, address)) return {release: () => close(server)}
  if (process.platform === 'linux' || (await lockHolder(name, path)) !== undefined) return undefined
  await rm(path, {force: true})
  return (await listen(server, address)) ? {release: () => close(server)} : undefined
}

/** What the holder of a lock says about itself, or undefined when nobody holds it. */
export async function lockHolder(name: string, path: string): Promise<string | undefined> {
  try {
    const socket = await connectTcp({path: process.platform === 'linux' ? `\0${name}` : path}, {timeoutMs: 1000})
    const answer = await readAnswer(socket, received => received.includes(10), 1000)
    socket.destroy()
    return answer.toString('utf8').trim()
  } catch {
    return undefined
  }
}

function listen(server: Server, address: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    server.once('error', error => (systemCode(error) === 'EADDRINUSE' ? resolve(false) : reject(error)))
    server.listen({path: address}, () => resolve(true))
  })
}

function close(server: Server): Promise<void> {
  return new Promise(resolve => server.close(() => resolve()))
}
