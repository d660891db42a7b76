import type {Socket} from 'node:net'
import {reasonOf, systemCode} from '../errors.js'
import {connectTcp, readAnswer} from '../platform/tcp.js'
import {no, type Patience, type Verdict} from './probe.js'

export interface PortAddress {
  readonly host: string
  readonly port: number
}

/** A talk with one server within one time limit. What goes wrong is told in words that name the port. */
export interface Exchange {
  /** Sends the bytes, if any, and reads until `enough` have come. */
  say(bytes: Uint8Array | undefined, enough: (received: Buffer) => boolean): Promise<Buffer>
  /** Sends bytes to which no answer is due. */
  tell(bytes: Uint8Array): void
}

/** Connects, lets `talk` judge the answers, and hangs up. */
export async function exchange(
  address: PortAddress,
  {timeoutMs, signal}: Patience,
  talk: (exchange: Exchange) => Promise<Verdict>,
): Promise<Verdict> {
  const deadline = performance.now() + timeoutMs
  let socket: Socket
  try {
    socket = await connectTcp(address, {timeoutMs, signal})
  } catch (error) {
    return no(noConnection(address.port, error))
  }
  let received = 0
  const say: Exchange['say'] = async (bytes, enough) => {
    received = 0
    const answer = readAnswer(
      socket,
      soFar => {
        received = soFar.length
        return enough(soFar)
      },
      Math.max(1, deadline - performance.now()),
    )
    if (bytes !== undefined) socket.write(bytes)
    return answer
  }
  try {
    return await talk({say, tell: bytes => socket.write(bytes)})
  } catch (error) {
    return no(noAnswer(address.port, received, timeoutMs, error))
  } finally {
    socket.destroySoon()
  }
}

/** Why there is no connection, in words. */
export function noConnection(port: number, error: unknown): string {
  return systemCode(error) === 'ECONNREFUSED'
    ? `nothing listens on port ${port} yet`
    : `port ${port} takes no connection: ${reasonOf(error)}`
}

function noAnswer(port: number, received: number, timeoutMs: number, error: unknown): string {
  if (error instanceof RangeError) return `port ${port} gives an answer that ends too early`
  const silent = /^no answer within/.test(reasonOf(error))
  if (silent && received > 0) return `port ${port} stops after ${received} bytes of an answer`
  if (silent) return `port ${port} is open, but silent for ${timeoutMs} ms`
  if (received > 0) return `port ${port} hangs up after ${received} bytes of an answer`
  return `port ${port} takes connections and hangs up without an answer`
}

/** The verdict on a server that speaks something else; its first bytes tell the user what. */
export function notProtocol(port: number, protocol: string, answer: Uint8Array): Verdict {
  const begin = Buffer.from(answer.subarray(0, 24)).toString('latin1')
  return no(`port ${port} does not speak ${protocol}, it says ${JSON.stringify(begin.replace(/[^\x20-\x7e]/g, '·'))}`)
}
