import {connect, type OnReadOpts, type Socket} from 'node:net'
import {MsaError, reasonOf} from '../errors.js'

/**
 * Connects within `timeoutMs`; aborting the signal destroys the socket, also later. No delay of small writes.
 * With `onread` bytes arrive straight in the caller's buffers, without events and copies.
 */
export function connectTcp(
  address: {readonly host: string; readonly port: number} | {readonly path: string},
  options: {readonly timeoutMs: number; readonly signal?: AbortSignal; readonly onread?: OnReadOpts},
): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(options.onread === undefined ? address : {...address, onread: options.onread})
    const fail = (error: Error) => {
      socket.destroy()
      reject(error)
    }
    const abort = () => fail(options.signal?.reason instanceof Error ? options.signal.reason : new Error('aborted'))
    if (options.signal?.aborted) return abort()
    options.signal?.addEventListener('abort', abort, {once: true})
    socket.once('close', () => options.signal?.removeEventListener('abort', abort))
    socket.setTimeout(options.timeoutMs, () => fail(new Error(`no connection within ${options.timeoutMs} ms`)))
    socket.once('error', fail)
    socket.once('connect', () => {
      socket.setTimeout(0)
      socket.setNoDelay(true)
      socket.off('error', fail)
      // Whoever uses the socket listens for its errors; until then an error must not end the process.
      socket.on('error', () => undefined)
      resolve(socket)
    })
  })
}

/** Collects what a socket sends until `enough` says how many bytes make an answer; rejects when it closes or `timeoutMs` pass first. */
export function readAnswer(socket: Socket, enough: (received: Buffer) => boolean, timeoutMs: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    let received: Buffer = Buffer.alloc(0)
    const timer = setTimeout(() => end(new Error(`no answer within ${timeoutMs} ms`)), timeoutMs)
    const onData = (chunk: Buffer) => {
      received = received.length === 0 ? chunk : Buffer.concat([received, chunk])
      if (enough(received)) end()
    }
    const onClose = () => end(new Error('connection closed before an answer'))
    const onError = (error: Error) =>
      end(new MsaError('E_NOT_REACHABLE', reasonOf(error), {tryThis: ['msa status'], cause: error}))
    const end = (error?: Error) => {
      clearTimeout(timer)
      socket.off('data', onData).off('close', onClose).off('error', onError)
      if (error) reject(error)
      else resolve(received)
    }
    socket.on('data', onData).on('close', onClose).on('error', onError)
  })
}
