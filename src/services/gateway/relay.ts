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
