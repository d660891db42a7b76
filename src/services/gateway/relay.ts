import type {IncomingMessage, ServerResponse} from 'node:http'
import type {Readable, Writable} from 'node:stream'

/** Copies a body at the pace of the slower side. A `pipe` does the same with twice the listeners, which is felt on short bodies. */
export function relay(from: Readable, to: Writable): void {
  from.on('data', chunk => {
    if (to.write(chunk) || to.destroyed) return
    from.pause()
    to.once('drain', () => from.resume())
  })
  from.once('end', () => to.end())
}

const longestInOneWrite = 16 * 1024

/** An answer that comes in one piece leaves in one piece: as Latin-1 text, which is its bytes, Node writes it together with the headers. */
export function relayAnswer(answer: IncomingMessage, response: ServerResponse): void {
  const length = Number(answer.headers['content-length'] ?? Number.NaN)
  if (!(length <= longestInOneWrite)) {
    relay(answer, response)
    return
  }
  answer.once('data', (chunk: Buffer) => {
    if (chunk.length === length) {
      response.end(chunk.toString('latin1'), 'latin1')
      return
    }
    response.write(chunk)
    relay(answer, response)
  })
  answer.once('end', () => response.end())
}
