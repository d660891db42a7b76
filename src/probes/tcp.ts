import {connectTcp} from '../platform/tcp.js'
import {noConnection, type PortAddress} from './exchange.js'
import {no, type Patience, type Verdict, yes} from './probe.js'

export async function askTcp(address: PortAddress, patience: Patience): Promise<Verdict> {
  try {
    const socket = await connectTcp(address, patience)
    socket.destroy()
    return yes
  } catch (error) {
    return no(noConnection(address.port, error))
  }
}
