import {reasonOf} from '../../errors.js'
import {readUserFile} from '../../platform/user-files.js'
import {cipherForKey} from '../../secrets/cipher-for-key.js'
import type {PrefixedText} from '../../secrets/cipher-text.js'
import {readKeyFile} from '../../secrets/key-source.js'
import {readKeystore} from '../../secrets/keystore.js'
import {type RsaOptions, rsaCipher} from '../../secrets/rsa-cipher.js'
import type {TextCipher} from '../../secrets/text-cipher.js'
import type {Properties} from '../kit/config/properties.js'

/** The keys of this moment; undefined when none is installed. */
export type FindKeys = () => Promise<KeyRing | undefined>

/** `{key:alias}` before a text chooses among the keys of a keystore; without it the usual one is taken, and of any other kind there is only one. */
export interface KeyRing {
  /** Throws where there is no such key. */
  cipherFor(prefixes: PrefixedText['prefixes']): TextCipher
}

/**
 * `encrypt.key`, or `encrypt.key-file`, which is read at each use so that a rotated key needs no restart, or `encrypt.key-store.*`.
 * `say` hears of each trouble once, and never of the key.
 */
export function findKeys(properties: () => Properties, say: (message: string) => void): FindKeys {
  let known: {readonly seed: string; readonly keys: KeyRing} | undefined
  let lastTrouble: string | undefined
  return async () => {
    try {
      const current = properties()
      const found = await keyOf(current)
      lastTrouble = undefined
      if (found === undefined) return undefined
      // Deriving costs half a millisecond; the same key gives the same cipher.
      if (known?.seed !== found.seed) known = {seed: found.seed, keys: found.open()}
      return known.keys
    } catch (error) {
      if (lastTrouble !== reasonOf(error)) say(`no key is installed: ${reasonOf(error)}`)
      lastTrouble = reasonOf(error)
      return undefined
    }
  }
}

interface FoundKey {
  readonly seed: string
  open(): KeyRing
}

async function keyOf(properties: Properties): Promise<FoundKey | undefined> {
  const salt = properties.findAny('encrypt.salt')
  const rsa = rsaOptions(properties)
  const location = properties.findAny('encrypt.key-store.location', 'encrypt.keyStore.location')
  if (location !== undefined) return keystoreKey(location.replace(/^file:(?:\/\/)?/, ''), properties, rsa)
  const file = properties.findAny('encrypt.key-file')
  const text = file === undefined ? properties.findAny('encrypt.key') : (await readKeyFile(file)).text
  if (text === undefined) return undefined
  return {seed: `${text}\n${salt ?? ''}`, open: () => oneKey(cipherForKey(text, {...(salt && {salt}), rsa}))}
}

async function keystoreKey(path: string, properties: Properties, rsa: RsaOptions): Promise<FoundKey> {
  const {bytes} = await readUserFile(path, {maxBytes: 1024 * 1024, what: 'the keystore'})
  const password = properties.findAny('encrypt.key-store.password', 'encrypt.key-store.secret')
  const alias = properties.findAny('encrypt.key-store.alias')
  return {
    seed: `${bytes.toString('base64')}\n${alias ?? ''}`,
    open: () => keystoreKeys(name => rsaCipher(readKeystore(bytes, {password, alias: name}), rsa), alias),
  }
}

function oneKey(cipher: TextCipher): KeyRing {
  return {cipherFor: () => cipher}
}

/** The usual key is read at once, so that a keystore that cannot be opened is no key. */
function keystoreKeys(read: (alias: string | undefined) => TextCipher, alias: string | undefined): KeyRing {
  const ciphers = new Map([[alias, read(alias)]])
  return {
    cipherFor(prefixes) {
      const wanted = prefixes.find(({name}) => name === 'key')?.value ?? alias
      const cipher = ciphers.get(wanted) ?? read(wanted)
      ciphers.set(wanted, cipher)
      return cipher
    },
  }
}

function rsaOptions(properties: Properties): RsaOptions {
  const salt = properties.findAny('encrypt.rsa.salt')
  return {
    algorithm: properties.text('encrypt.rsa.algorithm', 'DEFAULT').toUpperCase() === 'OAEP' ? 'OAEP' : 'DEFAULT',
    strong: properties.flag('encrypt.rsa.strong', false),
    ...(salt && {salt}),
  }
}
