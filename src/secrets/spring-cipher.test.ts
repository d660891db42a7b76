import {createPrivateKey, createPublicKey, generateKeyPairSync, randomBytes} from 'node:crypto'
import {readFileSync} from 'node:fs'
import {describe, expect, it} from 'vitest'
import {CipherError, type CipherFailure} from './cipher-error.js'
import {cipherForKey, keyWarnings} from './cipher-for-key.js'
import {bareCiphertext} from './cipher-text.js'
import {readKeystore} from './keystore.js'
import {rsaCipher} from './rsa-cipher.js'
import {deriveAesKey, encryptWithIv, symmetricCipher} from './spring-cipher.js'

interface Vector {
  id: string
  key: string
  salt: string
  plaintext: string
  cipher: string
  iv?: string
}
interface Input {
  id: string
  key: string
  salt: string
  input: string
  plaintext: string
  error: CipherFailure
  other_key: string
  other_plaintext: string
}
const suite = JSON.parse(readFileSync('test/fixtures/cipher.json', 'utf8')) as {
  vectors: Vector[]
  accepted_inputs: Input[]
  must_fail: Input[]
  limits: Input[]
  rsa: {
    private_pem: string
    public_pem: string
    vectors: {
      id: string
      algorithm: 'DEFAULT' | 'OAEP'
      strong: boolean
      salt: string
      plaintext: string
      cipher: string
    }[]
  }
}

describe('symmetric texts', () => {
  it.each(suite.vectors)('$id decrypts to its plaintext', ({key, salt, cipher, plaintext}) => {
    expect(cipherForKey(key, {salt}).decrypt(cipher)).toBe(plaintext)
  })

  it.each(suite.vectors.filter(vector => vector.iv !== undefined))(
    '$id comes out byte for byte under its IV',
    vector => {
      const {key, salt, plaintext, iv, cipher} = vector
      const encrypted = encryptWithIv(deriveAesKey(key, salt), plaintext, Buffer.from(iv ?? '', 'hex'))
      expect(encrypted.toString('hex')).toBe(cipher)
    },
  )

  it.each(suite.accepted_inputs)('$id is accepted', ({key, salt, input, plaintext}) => {
    expect(cipherForKey(key, {salt}).decrypt(bareCiphertext(input).text)).toBe(plaintext)
  })

  it.each(suite.must_fail)('B69: $id fails with $error and shows neither text nor key', ({key, salt, input, error}) => {
    const failure = failureOf(() => cipherForKey(key, {salt}).decrypt(input))
    expect(failure.failure).toBe(error)
    expect(failure.message.startsWith(`${error}: `)).toBe(true)
    if (key !== '') expect(`${failure.message}${failure.suggestions}`).not.toContain(key)
    if (input.length > 2) expect(failure.message).not.toContain(input.trim())
  })

  it('has the limits of its format: no MAC, and a wrong key may seem right', () => {
    for (const {key, salt, input, plaintext, other_key, other_plaintext} of suite.limits) {
      expect(symmetricCipher(key, salt).decrypt(input)).toBe(plaintext)
      if (other_key) expect(symmetricCipher(other_key, salt).decrypt(input)).toBe(other_plaintext)
    }
  })

  it('gives another text each time', () => {
    const cipher = symmetricCipher('some key of length')
    expect(cipher.encrypt('same')).not.toBe(cipher.encrypt('same'))
  })

  it('brings 1,000 random strings back', () => {
    for (let round = 0; round < 1000; round++) {
      const plaintext = randomText()
      const cipher = symmetricCipher(randomBytes(12).toString('base64'))
      expect(cipher.decrypt(cipher.encrypt(plaintext))).toBe(plaintext)
    }
  })

  it.each(['', 'abc', 'xyz!', 'dead beef'])('refuses the salt "%s" (B79)', salt => {
    expect(failureOf(() => symmetricCipher('key', salt)).failure).toBe('SALT_FORMAT')
  })

  it('refuses half a surrogate pair in key and text, which Java and Node would turn into different bytes (B80)', () => {
    expect(failureOf(() => symmetricCipher('a\ud83d')).failure).toBe('KEY_FORMAT')
    expect(failureOf(() => symmetricCipher('a').encrypt('\ude00b')).failure).toBe('NOT_UTF8')
  })

  it.each(['   ', '\n', '\t'])('treats a blank key as none (%j)', key => {
    expect(failureOf(() => symmetricCipher(key)).failure).toBe('EMPTY_KEY')
  })
})

describe('RSA texts', () => {
  const key = createPrivateKey(suite.rsa.private_pem)

  it.each(suite.rsa.vectors)('$id decrypts to its plaintext', ({algorithm, strong, salt, cipher, plaintext}) => {
    expect(rsaCipher(key, {algorithm, strong, salt}).decrypt(cipher)).toBe(plaintext)
    expect(cipherForKey(suite.rsa.private_pem, {rsa: {algorithm, strong, salt}}).decrypt(cipher)).toBe(plaintext)
  })

  it.each([
    {algorithm: 'DEFAULT', strong: false},
    {algorithm: 'DEFAULT', strong: true},
    {algorithm: 'OAEP', strong: false},
    {algorithm: 'OAEP', strong: true},
    {salt: 'not hex, taken as text'},
  ] as const)('come back after encryption with the public key alone: %j', options => {
    const sender = rsaCipher(createPublicKey(suite.rsa.public_pem), options)
    for (let round = 0; round < 20; round++) {
      const plaintext = randomText()
      expect(rsaCipher(key, options).decrypt(sender.encrypt(plaintext))).toBe(plaintext)
    }
  })

  it('cannot be decrypted by a public key, by another key, or when cut or altered', () => {
    const {cipher} = suite.rsa.vectors[0] ?? {cipher: ''}
    const stranger = generateKeyPairSync('rsa', {modulusLength: 2048}).privateKey
    expect(failureOf(() => rsaCipher(createPublicKey(suite.rsa.public_pem)).decrypt(cipher)).failure).toBe(
      'PUBLIC_KEY_ONLY',
    )
    expect(failureOf(() => rsaCipher(stranger).decrypt(cipher)).failure).toBe('BAD_PADDING')
    expect(failureOf(() => rsaCipher(key).decrypt(cipher.slice(0, -1))).failure).toBe('RSA_FORMAT')
    expect(failureOf(() => rsaCipher(key).decrypt(cipher.slice(0, 100))).failure).toBe('RSA_FORMAT')
    expect(failureOf(() => rsaCipher(key).decrypt('AQA=')).failure).toBe('RSA_FORMAT')
    expect(failureOf(() => rsaCipher(key).decrypt('')).failure).toBe('EMPTY_CIPHERTEXT')
    expect(failureOf(() => rsaCipher(key, {strong: true}).decrypt(cipher)).failure).toBe('BAD_PADDING')
  })
})

describe('keys', () => {
  it('says that a PKCS#8 PEM is a password to Spring, and that a short key is weak', () => {
    expect(keyWarnings('-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----')[0]).toContain(
      'symmetric password',
    )
    expect(keyWarnings('foo')[0]).toContain('under 16')
    expect(keyWarnings('abcdefghijklmnopqrstuvwxyz0123456789')).toEqual([])
  })

  it('come out of PEM in every usual form', () => {
    const {privateKey, publicKey} = generateKeyPairSync('rsa', {modulusLength: 2048})
    const forms = [
      privateKey.export({type: 'pkcs1', format: 'pem'}),
      privateKey.export({type: 'pkcs8', format: 'pem'}),
      publicKey.export({type: 'pkcs1', format: 'pem'}),
      publicKey.export({type: 'spki', format: 'pem'}),
    ]
    expect(forms.map(pem => readKeystore(Buffer.from(pem)).type)).toEqual(['private', 'private', 'public', 'public'])
    const locked = privateKey.export({type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'door'})
    expect(readKeystore(Buffer.from(locked), {password: 'door'}).type).toBe('private')
    expect(failureOf(() => readKeystore(Buffer.from(locked), {password: 'wrong'})).failure).toBe('KEY_FORMAT')
  })

  it('come out of a PKCS#12 keystore as keytool makes it, chosen by alias', () => {
    const keystore = readFileSync('test/fixtures/two-keys.p12')
    expect(readKeystore(keystore, {password: 'changeit', alias: 'second'}).type).toBe('private')
    expect(failureOf(() => readKeystore(keystore, {password: 'changeit'})).message).toContain('first, second')
    expect(failureOf(() => readKeystore(keystore, {password: 'nope', alias: 'first'})).message).toContain('password')
  })

  it.each([
    ['JKS', Buffer.from('feedfeed00000002', 'hex')],
    ['cut PKCS#12', readFileSync('test/fixtures/two-keys.p12').subarray(0, 900)],
    [
      'an EC key',
      Buffer.from(generateKeyPairSync('ec', {namedCurve: 'P-256'}).privateKey.export({type: 'pkcs8', format: 'pem'})),
    ],
    ['nothing', Buffer.alloc(0)],
  ])('are refused as %s', (_, bytes) => {
    expect(failureOf(() => readKeystore(bytes)).failure).toBe('KEY_FORMAT')
  })
})

function failureOf(act: () => unknown): CipherError {
  try {
    act()
  } catch (error) {
    if (error instanceof CipherError) return error
    throw error
  }
  throw new Error('did not fail')
}

const alphabet = [...'abcXYZ019 =+%&{}:"\'#\\$\n\r\t\u0000é€日🔑\ufeff', '{cipher}', '%20', `\${a}`, '{plain}']

function randomText(): string {
  return [...randomBytes(randomBytes(1)[0] ?? 0)].map(byte => alphabet[byte % alphabet.length]).join('')
}
