import {CipherError} from './cipher-error.js'

/** One element of DER: what a PKCS#12 file is made of. */
export interface DerElement {
  readonly tag: number
  readonly content: Buffer
  /** With tag and length, as it stood. */
  readonly whole: Buffer
}

export const derTag = {octetString: 0x04, objectId: 0x06, sequence: 0x30, set: 0x31, context0: 0xa0} as const

/** The elements that stand one after the other in `bytes`. */
export function derElements(bytes: Buffer): readonly DerElement[] {
  const elements: DerElement[] = []
  for (let at = 0; at < bytes.length; ) {
    const element = elementAt(bytes, at)
    elements.push(element)
    at += element.whole.length
  }
  return elements
}

export function derChildren(element: DerElement | undefined, tag: number): readonly DerElement[] {
  if (element?.tag !== tag) throw notDer()
  return derElements(element.content)
}

function elementAt(bytes: Buffer, at: number): DerElement {
  const tag = bytes[at]
  const first = bytes[at + 1]
  if (tag === undefined || first === undefined || first === 0x80) throw notDer()
  const lengthBytes = first < 0x80 ? 0 : first & 0x7f
  if (lengthBytes > 4 || at + 2 + lengthBytes > bytes.length) throw notDer()
  const length = lengthBytes === 0 ? first : bytes.readUIntBE(at + 2, lengthBytes)
  const start = at + 2 + lengthBytes
  if (start + length > bytes.length) throw notDer()
  return {tag, content: bytes.subarray(start, start + length), whole: bytes.subarray(at, start + length)}
}

function notDer(): CipherError {
  return new CipherError('KEY_FORMAT', 'the keystore is not PKCS#12, or is cut')
}
