import {createPublicKey, type KeyObject} from 'node:crypto'

/** `ssh-rsa AAAA… application`: how Spring's config server shows an RSA key's public half (`RsaKeyHelper.encodePublicKey`). */
export function sshPublicKey(key: KeyObject): string {
  const {e = '', n = ''} = (key.type === 'private' ? createPublicKey(key) : key).export({format: 'jwk'})
  const fields = [Buffer.from('ssh-rsa'), positive(Buffer.from(e, 'base64url')), positive(Buffer.from(n, 'base64url'))]
  return `ssh-rsa ${Buffer.concat(fields.flatMap(field => [lengthOf(field), field])).toString('base64')} application`
}

/** A first bit that is set would make the number negative. */
function positive(bytes: Buffer): Buffer {
  return (bytes[0] ?? 0) < 0x80 ? bytes : Buffer.concat([Buffer.of(0), bytes])
}

function lengthOf(field: Buffer): Buffer {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(field.length)
  return length
}
