import {BlockList, connect, createServer, isIP, type Server} from 'node:net'
import {networkInterfaces} from 'node:os'

/** Makes ports of loopback reachable at another address of this machine, for callers of one network only. */
export interface Relay {
  /** Listens for exactly these ports from now on. */
  serve(ports: readonly number[]): Promise<void>
  close(): Promise<void>
}

/** `address` is the machine's own in the network `subnet` (CIDR); a caller that is neither of it nor this machine is cut off before a byte is passed. */
export function createRelay(address: string, subnet: string): Relay {
  const allowed = new BlockList()
  const [network = address, prefix = '32'] = subnet.split('/')
  allowed.addSubnet(network, Number(prefix), isIP(network) === 6 ? 'ipv6' : 'ipv4')
  const servers = new Map<number, Server>()
  return {
    async serve(ports) {
      for (const [port, server] of servers) {
        if (ports.includes(port)) continue
        servers.delete(port)
        server.close()
      }
      await Promise.all(ports.filter(port => !servers.has(port)).map(port => open(port)))
    },
    async close() {
      for (const server of servers.values()) server.close()
      servers.clear()
    },
  }

  function isWelcome(remote: string): boolean {
    const from = remote.replace(/^::ffff:/, '')
    if (isIP(from) === 0) return false
    return allowed.check(from, isIP(from) === 6 ? 'ipv6' : 'ipv4') || ownAddresses().includes(from)
  }

  function open(port: number): Promise<void> {
    const server = createServer({noDelay: true}, caller => {
      if (!isWelcome(caller.remoteAddress ?? '')) return void caller.destroy()
      const target = connect({host: '127.0.0.1', port, noDelay: true})
      caller.pipe(target)
      target.pipe(caller)
      caller.on('error', () => target.destroy())
      target.on('error', () => caller.destroy())
      caller.on('close', () => target.destroy())
      target.on('close', () => caller.destroy())
    })
    servers.set(port, server)
    return new Promise((resolve, reject) => {
      server.once('error', error => {
        servers.delete(port)
        reject(error)
      })
      server.listen({host: address, port}, () => resolve())
    })
  }
}

function ownAddresses(): string[] {
  return Object.values(networkInterfaces()).flatMap(found => (found ?? []).map(({address}) => address))
}
