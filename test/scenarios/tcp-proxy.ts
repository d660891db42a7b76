import {createConnection, createServer, type Socket} from 'node:net'

/** What happens to what the server answers. */
export type Weather =
  | {readonly kind: 'fair'}
  /** Both ends stay open, and nothing comes any more. */
  | {readonly kind: 'silent'}
  | {readonly kind: 'slow'; readonly delayMs: number}
  /** Each connection ends after so many bytes of answers: in the middle of one. */
  | {readonly kind: 'cut'; readonly afterBytes: number}

export interface TcpProxy {
  readonly port: number
  weather: Weather
  /** Connections that were cut. */
  readonly cuts: () => number
  close(): Promise<void>
}

/**
 * Stands between a client and a Kafka broker on this machine. A broker tells its clients where to go on: its port in these answers is replaced by the
 * proxy's, which is as long, so that all goes through here.
 */
export async function startProxy(brokerPort: number): Promise<TcpProxy> {
  const sockets = new Set<Socket>()
  let cuts = 0
  const server = createServer(client => {
    const broker = createConnection(brokerPort, '127.0.0.1')
    let answered = 0
    for (const [socket, other] of [
      [client, broker],
      [broker, client],
    ] as const) {
      sockets.add(socket)
      socket.on('error', () => undefined).on('close', () => other.destroy())
    }
    client.on('data', bytes => broker.write(bytes))
    broker.on('data', bytes => {
      const {weather} = proxy
      const answer = advertised(bytes, brokerPort, proxy.port)
      answered += answer.length
      if (weather.kind === 'fair') client.write(answer)
      if (weather.kind === 'slow') setTimeout(() => client.write(answer), weather.delayMs)
      if (weather.kind !== 'cut') return
      const kept = answer.length - Math.max(0, answered - weather.afterBytes)
      if (kept === answer.length) return client.write(answer)
      cuts++
      client.end(answer.subarray(0, Math.max(0, kept)))
      broker.destroy()
    })
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const proxy: TcpProxy = {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    weather: {kind: 'fair'},
    cuts: () => cuts,
    close: () =>
      new Promise(resolve => {
        for (const socket of sockets) socket.destroy()
        server.close(() => resolve())
      }),
  }
  return proxy
}

/** Kafka writes an address as its length, the host, and four bytes of port. */
function advertised(bytes: Buffer, from: number, to: number): Buffer {
  const host = Buffer.from('\0\t127.0.0.1')
  const [wanted, instead] = [from, to].map(port => {
    const address = Buffer.alloc(host.length + 4)
    host.copy(address)
    address.writeInt32BE(port, host.length)
    return address
  }) as [Buffer, Buffer]
  const answer = Buffer.from(bytes)
  for (let at = answer.indexOf(wanted); at >= 0; at = answer.indexOf(wanted, at + 1)) instead.copy(answer, at)
  return answer
}
