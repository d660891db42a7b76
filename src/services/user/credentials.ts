import {randomBytes, scrypt} from 'node:crypto'
import {promisify} from 'node:util'

const derive = promisify<string, Buffer, number, Buffer>(scrypt)
const letters = 'abcdefghijklmnopqrstuvwxyz0123456789'

/** 20 characters, as the course's column takes: 100 bits of chance. */
export function newUserId(): string {
  // 252 is the greatest multiple of 36 in a byte; bytes above it would make the first letters more likely.
  const fair = [...randomBytes(60)].filter(byte => byte < 252).slice(0, 20)
  return fair.map(byte => letters[byte % letters.length]).join('')
}

/** The column of the course has room for 20 characters: 4 bytes of salt and 11 of scrypt, never the password itself. */
export async function hashPassword(password: string, salt: Buffer = randomBytes(4)): Promise<string> {
  return Buffer.concat([salt, await derive(password, salt, 11)]).toString('base64url')
}
