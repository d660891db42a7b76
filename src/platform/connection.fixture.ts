import {once} from 'node:events'
import {type AddressInfo, connect, createServer, type Server, type Socket} from 'node:net'

export interface Connection {
  /** Its own port is one that the system chose. */
  readonly client: Socket
  readonly server: Socket
  readonly listener: Server
}

/** A connection over loopback, both ends of it here; whoever opens it closes all three. */
export async function openConnection(): Promise<Connection> {
  const listener = createServer()
  const accepted = once(listener, 'connection')
  listener.listen({port: 0, host: '127.0.0.1'})
  await once(listener, 'listening')
  const client = connect({port: (listener.address() as AddressInfo).port, host: '127.0.0.1'})
  const [[server]] = (await Promise.all([accepted, once(client, 'connect')])) as [[Socket], unknown]
  for (const socket of [client, server]) socket.on('error', () => undefined).resume()
  return {client, server, listener}
}
