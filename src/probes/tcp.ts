import type {Socket} from 'node:net'
import {connectTcp} from '../platform/tcp.js'
import {noConnection, type PortAddress} from './exchange.js'
import {no, type Patience, type Verdict, yes} from './probe.js'

/** An engine accepts connections to the ports that it publishes, and lets go of them at once while nobody listens in the container. */
const letGoWithinMs = 150

export async function askTcp(address: PortAddress, patience: Patience, isPublished = false): Promise<Verdict> {
  try {
    const socket = await connectTcp(address, patience)
    const isLetGo = isPublished && (await closesWithin(socket, letGoWithinMs))
    socket.destroy()
    return isLetGo ? no(`nobody listens on port ${address.port} in the container`) : yes
  } catch (error) {
    return no(noConnection(address.port, error))
  }
}

function closesWithin(socket: Socket, ms: number): Promise<boolean> {
  return new Promise(resolve => {
    const timer = setTimeout(() => resolve(false), ms)
    for (const event of ['close', 'end', 'error'] as const)
      socket.once(event, () => {
        clearTimeout(timer)
        resolve(true)
      })
    socket.resume()
  })
}
