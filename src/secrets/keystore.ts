import {createPrivateKey, createPublicKey, type KeyObject} from 'node:crypto'
import {CipherError} from './cipher-error.js'
import {type DerElement, derChildren, derElements, derTag} from './der.js'

export interface KeystoreOptions {
  /** Password of the keystore; PKCS#12 has the same one for its keys. */
  readonly password?: string | undefined
  /** Which key; needed only when there are several. */
  readonly alias?: string | undefined
}

/** An RSA key out of PEM (private or public, PKCS#1 or PKCS#8) or PKCS#12 (what `keytool` makes since Java 9). */
export function readKeystore(bytes: Buffer, options: KeystoreOptions = {}): KeyObject {
  const key = bytes.includes('-----BEGIN ') ? pemKey(bytes.toString('utf8'), options) : pkcs12Key(bytes, options)
  if (key.asymmetricKeyType !== 'rsa') {
    throw new CipherError(
      'KEY_FORMAT',
      `an RSA key is needed, this one is ${key.asymmetricKeyType ?? 'of no known kind'}`,
    )
  }
  return key
}

function pemKey(pem: string, {password}: KeystoreOptions): KeyObject {
  try {
    return pem.includes('PRIVATE KEY-----')
      ? createPrivateKey({key: pem, ...(password === undefined ? {} : {passphrase: password})})
      : createPublicKey(pem)
  } catch {
    throw new CipherError(
      'KEY_FORMAT',
      'no RSA key can be read from this PEM: not whole, or its password is wrong or missing',
    )
  }
}

const oid = {
  data: '2a864886f70d010701',
  keyBag: '2a864886f70d010c0a0101',
  shroudedKeyBag: '2a864886f70d010c0a0102',
  friendlyName: '2a864886f70d010914',
}

function pkcs12Key(bytes: Buffer, {password, alias}: KeystoreOptions): KeyObject {
  // FEEDFEED and CECECECE are Java's own old formats, which only Java reads.
  if (/^(feedfeed|cececece)/.test(bytes.toString('hex', 0, 4))) {
    throw new CipherError(
      'KEY_FORMAT',
      'this is a JKS/JCEKS keystore; make it PKCS#12 first: keytool -importkeystore -srckeystore OLD -destkeystore NEW.p12 -deststoretype PKCS12',
    )
  }
  const bags = keyBags(bytes)
  const wanted = alias === undefined ? bags : bags.filter(bag => bag.alias.toLowerCase() === alias.toLowerCase())
  const [bag] = wanted
  if (bag === undefined || wanted.length > 1) {
    const names = bags.map(each => each.alias).join(', ')
    throw new CipherError('KEY_FORMAT', `choose a key with --alias; the keystore has: ${names === '' ? 'none' : names}`)
  }
  try {
    return createPrivateKey({key: bag.der, format: 'der', type: 'pkcs8', passphrase: password ?? ''})
  } catch {
    throw new CipherError('KEY_FORMAT', `the password of the keystore is wrong or missing (key ${bag.alias})`)
  }
}

interface KeyBag {
  readonly alias: string
  /** PKCS#8, encrypted or not: Node decrypts it. */
  readonly der: Buffer
}

/** PFX → authSafe → the contents that are not encrypted as a whole (keys are encrypted one by one) → bags with a key. */
function keyBags(bytes: Buffer): readonly KeyBag[] {
  const [, authSafe] = derChildren(derElements(bytes)[0], derTag.sequence)
  const contents = derChildren(derElements(dataOf(authSafe) ?? Buffer.alloc(0))[0], derTag.sequence)
  return contents
    .map(dataOf)
    .filter(data => data !== undefined)
    .flatMap(data => derChildren(derElements(data)[0], derTag.sequence))
    .flatMap(keyBag)
}

/** The octets of a ContentInfo of type `data`; undefined for the encrypted kind. */
function dataOf(contentInfo: DerElement | undefined): Buffer | undefined {
  const [type, content] = derChildren(contentInfo, derTag.sequence)
  if (type?.content.toString('hex') !== oid.data) return undefined
  return derChildren(content, derTag.context0)[0]?.content
}

function keyBag(bag: DerElement): readonly KeyBag[] {
  const [type, value, attributes] = derChildren(bag, derTag.sequence)
  const kind = type?.content.toString('hex')
  if (kind !== oid.keyBag && kind !== oid.shroudedKeyBag) return []
  const [pkcs8] = derChildren(value, derTag.context0)
  return pkcs8 === undefined ? [] : [{alias: friendlyName(attributes), der: pkcs8.whole}]
}

function friendlyName(attributes: DerElement | undefined): string {
  if (attributes === undefined) return ''
  for (const attribute of derChildren(attributes, derTag.set)) {
    const [name, values] = derChildren(attribute, derTag.sequence)
    if (name?.content.toString('hex') !== oid.friendlyName) continue
    // BMPString: two bytes a character, most significant first.
    const text = Buffer.from(derChildren(values, derTag.set)[0]?.content ?? '')
    return text.swap16().toString('utf16le')
  }
  return ''
}
