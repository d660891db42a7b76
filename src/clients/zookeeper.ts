import type {Socket} from 'node:net'
import {MsaError} from '../errors.js'
import {connectTcp, readAnswer} from '../platform/tcp.js'
import {WireReader} from './kafka-wire/wire-reader.js'

interface ZookeeperAddress {
  readonly host: string
  readonly port: number
}

const timeoutMs = 3_000
const sessionTimeoutMs = 4_000
const operation = {delete: 2, exists: 3, closeSession: -11} as const
const errorCode = {none: 0, noNode: -101} as const
/** Stat: two zxids, two times, three versions; then the session that the node dies with, 0 for one that stays. */
const ephemeralOwnerAt = 8 * 4 + 4 * 3
/** xid, zxid, error. */
const replyHeaderBytes = 16

/**
 * Removes ephemeral nodes of a process that is known to be dead, whose session ZooKeeper has yet to let expire.
 * Nodes that are not there, or not ephemeral, are left alone.
 */
export async function clearZookeeperNodes(
  at: ZookeeperAddress,
  paths: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  const socket = await connectTcp(at, {timeoutMs, signal})
  try {
    await ask(socket, connectRequest())
    for (const [index, path] of paths.entries()) await removeIfEphemeral(socket, path, index * 2 + 1)
    socket.write(framed(request(paths.length * 2 + 1, operation.closeSession)))
  } finally {
    socket.destroySoon()
  }
}

async function removeIfEphemeral(socket: Socket, path: string, xid: number): Promise<void> {
  const found = await ask(socket, request(xid, operation.exists, text(path), Buffer.from([0])))
  if (errorOf(found) === errorCode.noNode) return
  failOn(errorOf(found), path)
  if (found.readBigInt64BE(replyHeaderBytes + ephemeralOwnerAt) === 0n) return
  const removed = errorOf(await ask(socket, request(xid + 1, operation.delete, text(path), int32(-1))))
  if (removed !== errorCode.noNode) failOn(removed, path)
}

/** Answers come in the order of the requests; each is a size and as many bytes. */
async function ask(socket: Socket, message: Buffer): Promise<Buffer> {
  const answer = readAnswer(
    socket,
    received => received.length >= 4 && received.length >= 4 + received.readInt32BE(0),
    timeoutMs,
  )
  socket.write(framed(message))
  return (await answer).subarray(4)
}

function errorOf(reply: Buffer): number {
  return new WireReader(reply, replyHeaderBytes - 4).int32()
}

function failOn(error: number, path: string): void {
  if (error === errorCode.none) return
  throw new MsaError('E_FAILED', `ZooKeeper refuses to remove ${path} of the broker that died (error ${error})`, {
    tryThis: ['Wait until its session has expired, then start it: msa start kafka'],
  })
}

/** Protocol version 0, no transaction seen, session timeout, a new session without password, not read-only. */
function connectRequest(): Buffer {
  return Buffer.concat([
    int32(0),
    Buffer.alloc(8),
    int32(sessionTimeoutMs),
    Buffer.alloc(8),
    int32(16),
    Buffer.alloc(17),
  ])
}

function request(xid: number, type: number, ...body: readonly Buffer[]): Buffer {
  return Buffer.concat([int32(xid), int32(type), ...body])
}

function framed(message: Buffer): Buffer {
  return Buffer.concat([int32(message.length), message])
}

function text(value: string): Buffer {
  return Buffer.concat([int32(Buffer.byteLength(value)), Buffer.from(value)])
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeInt32BE(value)
  return bytes
}
