import {connect, createServer, type Socket} from 'node:net'

export interface CuttingProxy {
  readonly host: string
  /** How many connections came. */
  readonly connections: () => number
  /** How many were cut. */
  readonly cuts: () => number
  close(): void
}

/** Stands between an engine and a registry, and cuts so many connections once so many bytes of answer went through. */
export async function cuttingProxy(
  port: number,
  {times, afterBytes}: {times: number; afterBytes: number},
): Promise<CuttingProxy> {
  const open = new Set<Socket>()
  let connections = 0
  let cuts = 0
  const server = createServer(client => {
    connections += 1
    const upstream = connect(port, '127.0.0.1')
    for (const socket of [client, upstream]) {
      open.add(socket)
      socket.on('error', () => undefined)
      socket.on('close', () => open.delete(socket))
    }
    let passed = 0
    client.on('close', () => upstream.destroy())
    upstream.on('close', () => client.destroy())
    client.pipe(upstream)
    upstream.on('data', (chunk: Buffer) => {
      passed += chunk.length
      if (passed < afterBytes || cuts >= times) return void client.write(chunk)
      cuts += 1
      client.resetAndDestroy()
    })
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the proxy has no port')
  return {
    host: `127.0.0.1:${address.port}`,
    connections: () => connections,
    cuts: () => cuts,
    close() {
      server.close()
      for (const socket of open) socket.destroy()
    },
  }
}
