import {closeSync, openSync, readSync} from 'node:fs'

/** A TCP socket of this machine, by Linux's tables. */
export interface TcpSocket {
  readonly port: number
  readonly address: string
  /** '0' for a connection that has ended and whose port the system still keeps (TIME_WAIT): it is nobody's. */
  readonly inode: string
  /** Otherwise it is a connection, or what is left of one. */
  readonly listens: boolean
}

const listenState = '0A'
const tables = ['/proc/net/tcp', '/proc/net/tcp6']

/** All of them. Each table takes the kernel some 5 ms, since it goes through whatever could be a connection of this machine. */
export function tcpSockets(): TcpSocket[] {
  return tables.flatMap(file => [...linesOf(file, pageBytes)].map(socketIn))
}

export function listeners(): TcpSocket[] {
  return tcpSockets().filter(({listens}) => listens)
}

/**
 * Those that Linux lists before the first connection, which are all of them (net/ipv4/tcp_ipv4.c, tcp_seq_next), found in a tenth of the time.
 * Another system with such tables may order them otherwise: what is missing here says nothing.
 */
export function* firstListeners(): Generator<TcpSocket> {
  for (const file of tables)
    for (const line of linesOf(file, lineBytes)) {
      const socket = socketIn(line)
      if (!socket.listens) break
      yield socket
    }
}

function socketIn(line: string): TcpSocket {
  const {1: local = '', 3: state = '', 9: inode = ''} = line.trim().split(/\s+/)
  const [address = '', port = ''] = local.split(':')
  return {port: Number.parseInt(port, 16), address: readableAddress(address), inode, listens: state === listenState}
}

/** About a line: for a larger piece the kernel looks for more lines than anybody may want. */
const lineBytes = 160
const pageBytes = 4096

/** Without the first line, and read no further than somebody asks. */
function* linesOf(file: string, pieceBytes: number): Generator<string> {
  let isTitle = true
  let rest = ''
  for (const piece of piecesOf(file, pieceBytes)) {
    const lines = (rest + piece).split('\n')
    rest = lines.pop() ?? ''
    yield* isTitle ? lines.slice(1) : lines
    isTitle &&= lines.length === 0
  }
}

/** Nothing, where the file is not to be read. */
function* piecesOf(file: string, bytes: number): Generator<string> {
  const descriptor = openQuietly(file)
  if (descriptor === undefined) return
  try {
    const buffer = Buffer.alloc(bytes)
    for (let read = readSync(descriptor, buffer); read > 0; read = readSync(descriptor, buffer))
      yield buffer.toString('latin1', 0, read)
  } finally {
    closeSync(descriptor)
  }
}

function openQuietly(file: string): number | undefined {
  try {
    return openSync(file, 'r')
  } catch {
    return undefined
  }
}

/** /proc/net/tcp writes addresses as hexadecimal words in the machine's byte order; Java listens on IPv4 by IPv6's mapped addresses. */
export function readableAddress(hex: string): string {
  const mapped = /^0{16}FFFF0000(.{8})$/.exec(hex)?.[1]
  if (mapped !== undefined) return readableAddress(mapped)
  if (hex.length === 8)
    return (hex.match(/../g) ?? [])
      .reverse()
      .map(byte => Number.parseInt(byte, 16))
      .join('.')
  if (/^0+$/.test(hex)) return '::'
  return /^0{24}01000000$/.test(hex) ? '::1' : hex
}
