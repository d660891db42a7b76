import {createHash} from 'node:crypto'

/** The little of MariaDB's client protocol that a health check needs: greeting, login by `mysql_native_password`, one query. */
export interface Greeting {
  readonly version: string
  readonly salt: Buffer
}

export const nativePassword = 'mysql_native_password'
const headerBytes = 4
const protocol10 = 10
const saltBytes = 20
/** LONG_PASSWORD, PROTOCOL_41, SECURE_CONNECTION, PLUGIN_AUTH. */
const capabilities = 0x1 | 0x200 | 0x8000 | 0x80000
const utf8mb4 = 45
const largestPacket = 0xff_ff_ff
const largestAnswer = 0xff_ff

/** An announced size beyond what these answers can have is not this protocol: then nothing more is worth waiting for. */
export function isWholePacket(received: Buffer): boolean {
  if (received.length < headerBytes) return false
  const size = received.readUIntLE(0, 3)
  return size > largestAnswer || received.length >= headerBytes + size
}

/** The first packet's payload, of bytes of which `isWholePacket` says yes. */
export function payloadOf(received: Buffer): Buffer {
  return received.subarray(headerBytes, headerBytes + received.readUIntLE(0, 3))
}

/** Undefined when the payload is no greeting. */
export function readGreeting(payload: Buffer): Greeting | undefined {
  const versionEnd = payload.indexOf(0, 1)
  const saltBegin = versionEnd + 5
  const restBegin = saltBegin + 27
  if (payload[0] !== protocol10 || versionEnd < 2 || payload.length < restBegin + 12) return undefined
  return {
    version: payload.toString('latin1', 1, versionEnd),
    salt: Buffer.concat([payload.subarray(saltBegin, saltBegin + 8), payload.subarray(restBegin, restBegin + 12)]),
  }
}

export function loginPacket(user: string, password: string, salt: Buffer): Buffer {
  const fixed = Buffer.alloc(32)
  fixed.writeUInt32LE(capabilities, 0)
  fixed.writeUInt32LE(largestPacket, 4)
  fixed[8] = utf8mb4
  const proof = proofOf(password, salt)
  const payload = [fixed, zeroEnded(user), Buffer.from([proof.length]), proof, zeroEnded(nativePassword)]
  return packet(Buffer.concat(payload), 1)
}

/** The server asks to log in by another method: its name, and the salt to use. */
export function readMethodSwitch(payload: Buffer): {method: string; salt: Buffer} {
  const end = payload.indexOf(0, 1)
  return {method: payload.toString('latin1', 1, end), salt: payload.subarray(end + 1, end + 1 + saltBytes)}
}

export function proofPacket(password: string, salt: Buffer): Buffer {
  return packet(proofOf(password, salt), 3)
}

export function queryPacket(sql: string): Buffer {
  return packet(Buffer.from(`\x03${sql}`), 0)
}

export const quitPacket = packet(Buffer.from([1]), 0)

/** Message of an error payload: code and SQL state are of no use to the reader. */
export function errorText(payload: Buffer): string {
  return payload.toString('utf8', 3).replace(/^#.{5}/, '')
}

/** SHA1(password) xor SHA1(salt + SHA1(SHA1(password))): the server, which knows only the double hash, can check it. */
function proofOf(password: string, salt: Buffer): Buffer {
  if (password === '') return Buffer.alloc(0)
  const once = sha1(Buffer.from(password))
  const mask = sha1(Buffer.concat([salt, sha1(once)]))
  return Buffer.from(once.map((byte, index) => byte ^ (mask[index] ?? 0)))
}

function sha1(bytes: Uint8Array): Buffer {
  return createHash('sha1').update(bytes).digest()
}

function packet(payload: Buffer, sequence: number): Buffer {
  const header = Buffer.alloc(headerBytes)
  header.writeUIntLE(payload.length, 0, 3)
  header[3] = sequence
  return Buffer.concat([header, payload])
}

function zeroEnded(text: string): Buffer {
  return Buffer.from(`${text}\0`)
}
