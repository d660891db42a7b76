import type {IncomingMessage, Server} from 'node:http'
import type {Duplex} from 'node:stream'
import {plainAnswer} from './problem.js'
import {type GuardOptions, guard} from './request-guard.js'

export type UpgradeListener = (request: IncomingMessage, socket: Duplex, head: Buffer) => void

/** Lets WebSocket handshakes through to `onUpgrade`; answers how to end what came of them, which the server itself knows nothing of. */
export function takeUpgrades(server: Server, options: GuardOptions, onUpgrade: UpgradeListener): () => void {
  const upgraded = new Set<Duplex>()
  server.on('upgrade', (request, socket, head) => {
    if (request.headers.upgrade?.toLowerCase() !== 'websocket') {
      readAgainWithoutOffer(server, request, socket, head)
      return
    }
    upgraded.add(socket)
    socket.once('close', () => upgraded.delete(socket))
    socket.on('error', () => socket.destroy())
    const verdict = guard(request, options)
    if (verdict.ok) onUpgrade(request, socket, head)
    else socket.end(plainAnswer(verdict.status))
  })
  return () => {
    for (const socket of upgraded) socket.destroy()
  }
}

/**
 * Node hands over every request with an `Upgrade`, also those of Java's HTTP client, which offers h2c and expects a plain answer when
 * it is not taken. Such a request is put back, without the offer, and read again as an ordinary one.
 */
function readAgainWithoutOffer(server: Server, request: IncomingMessage, socket: Duplex, head: Buffer): void {
  const lines = [`${request.method} ${request.url} HTTP/${request.httpVersion}`]
  for (let index = 0; index < request.rawHeaders.length; index += 2) {
    const name = request.rawHeaders[index] ?? ''
    if (!/^(?:upgrade|http2-settings|connection)$/i.test(name)) lines.push(`${name}: ${request.rawHeaders[index + 1]}`)
  }
  socket.unshift(Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'), head]))
  server.emit('connection', socket)
}
