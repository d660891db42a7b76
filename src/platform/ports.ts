import {execFileSync} from 'node:child_process'
import {createServer, type Server} from 'node:net'
import {systemCode} from '../errors.js'
import {ageSeconds, allPids, bootId, commandLineOf, processFacts, socketInodesOf} from './processes.js'
import {firstListeners, listeners, type TcpSocket, tcpSockets} from './tcp-tables.js'

export interface PortOwner {
  readonly port: number
  /** The address it listens on, such as 127.0.0.1, 0.0.0.0 or ::1. */
  readonly address: string
  /** It does not listen: the system gave the port to a connection, which may have ended a moment ago. */
  readonly connection?: 'open' | 'ended'
  /** Unknown when the process belongs to another user. */
  readonly pid?: number
  readonly command?: string
  readonly forSeconds?: number
}

/**
 * On which of these ports of loopback can no server listen right now? One that only ::1 answers is not free. A port in TIME_WAIT is, unless the
 * connection that ended was an outgoing one. Looked up, and tried only where connections are seen: whoever tries holds the port for a moment, and so
 * takes it from the server that just starts.
 */
export async function portsInUse(ports: readonly number[]): Promise<ReadonlySet<number>> {
  if (process.platform !== 'linux') return new Set(await portsWithoutRoom(ports))
  const found = await lookOnce()
  const seen = (listens: boolean) => {
    const those = found.filter(socket => socket.listens === listens && reachesLoopback(socket.address))
    const numbers = new Set(those.map(({port}) => port))
    return ports.filter(port => numbers.has(port))
  }
  const listened = seen(true)
  const connected = seen(false).filter(port => !listened.includes(port))
  return new Set([...listened, ...(await portsWithoutRoom(connected))])
}

let look: Promise<readonly TcpSocket[]> | undefined

/** One look for all who ask in the same moment: a boot starts many components at once. */
function lookOnce(): Promise<readonly TcpSocket[]> {
  look ??= Promise.resolve().then(() => {
    look = undefined
    return tcpSockets()
  })
  return look
}

async function portsWithoutRoom(ports: readonly number[]): Promise<number[]> {
  const free = await Promise.all(
    ports.map(async port => (await canBind(port, '127.0.0.1')) && (await canBind(port, '::1'))),
  )
  return ports.filter((_, index) => !free[index])
}

function reachesLoopback(address: string): boolean {
  return ['127.0.0.1', '0.0.0.0', '::', '::1'].includes(address)
}

function canBind(port: number, host: string): Promise<boolean> {
  return new Promise(resolve => {
    const server = createServer()
    server.once('error', error => resolve(systemCode(error) !== 'EADDRINUSE'))
    server.listen({port, host, exclusive: true}, () => server.close(() => resolve(true)))
  })
}

/** So many different ports that the system hands out as free at this moment: all are held until the last one is known. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(Array.from({length: count}, () => listenAnywhere()))
  const ports = servers.map(server => {
    const address = server.address()
    return address !== null && typeof address === 'object' ? address.port : 0
  })
  await Promise.all(servers.map(server => new Promise(resolve => server.close(resolve))))
  return ports
}

function listenAnywhere(): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen({port: 0, host: '127.0.0.1'}, () => resolve(server))
  })
}

/** Who listens on a port; the first one found when there are several, undefined when nobody does. */
export function portOwner(port: number): PortOwner | undefined {
  return portOwners([port]).get(port)
}

/** The same for many ports at the price of one look. */
export function portOwners(ports: readonly number[]): Map<number, PortOwner> {
  return process.platform === 'linux' ? ownersFromProc(ports, listeners()) : ownersFromLsof(ports)
}

/** Who keeps servers from ports that were found in use: where nobody listens, the connection that has the port (known on Linux only). */
export function portHolders(ports: readonly number[]): Map<number, PortOwner> {
  const owners = portOwners(ports)
  const others = ports.filter(port => !owners.has(port))
  if (process.platform !== 'linux' || others.length === 0) return owners
  return new Map([...owners, ...ownersFromProc(others, tcpSockets())])
}

/** Does one of these processes listen on the port? Undefined where that cannot be seen. They are asked for one by one, until one does. */
export function listensOn(port: number, pids: () => Iterable<number>): boolean | undefined {
  if (process.platform !== 'linux') {
    const owner = portOwner(port)
    return owner?.pid === undefined ? undefined : [...pids()].includes(owner.pid)
  }
  const isTheirs = (listener: TcpSocket) => listener.port === port && holds(pids(), listener.inode)
  for (const listener of firstListeners()) if (isTheirs(listener)) return true
  return listeners().some(isTheirs)
}

function holds(pids: Iterable<number>, inode: string): boolean {
  for (const pid of pids) if (socketInodesOf(pid).has(inode)) return true
  return false
}

function ownersFromProc(ports: readonly number[], sockets: readonly TcpSocket[]): Map<number, PortOwner> {
  const wanted = sockets.filter(({port}) => ports.includes(port))
  const owners = new Map<number, PortOwner>()
  for (const socket of wanted) owners.set(socket.port, ownedBy(socket))
  if (wanted.length === 0) return owners
  const boot = bootId()
  for (const pid of allPids()) {
    const held = socketInodesOf(pid)
    for (const socket of wanted) {
      const {port, inode} = socket
      if (!held.has(inode) || owners.get(port)?.pid !== undefined) continue
      const facts = processFacts(pid, boot)
      const age = facts === undefined ? undefined : ageSeconds(facts)
      owners.set(port, {
        ...ownedBy(socket),
        pid,
        command: commandLineOf(pid),
        ...(age === undefined ? {} : {forSeconds: Math.round(age)}),
      })
    }
  }
  return owners
}

function ownedBy({port, address, listens, inode}: TcpSocket): PortOwner {
  return {port, address, ...(listens ? {} : {connection: inode === '0' ? 'ended' : 'open'})}
}

function ownersFromLsof(ports: readonly number[]): Map<number, PortOwner> {
  const owners = new Map<number, PortOwner>()
  for (const port of ports) {
    const output = lsof(port)
    const pid = /^p(\d+)$/m.exec(output)?.[1]
    if (pid === undefined) continue
    const address = /^n(.*):\d+$/m.exec(output)?.[1] ?? '*'
    owners.set(port, {port, address, pid: Number(pid), command: commandLineOf(Number(pid))})
  }
  return owners
}

function lsof(port: number): string {
  try {
    return execFileSync('lsof', ['-nP', `-iTCP:${port}`, '-sTCP:LISTEN', '-Fpn'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    })
  } catch {
    return ''
  }
}
