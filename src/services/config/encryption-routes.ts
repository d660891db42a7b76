import {type PrefixedText, prefixText, splitPrefixes} from '../../secrets/cipher-text.js'
import type {TextCipher} from '../../secrets/text-cipher.js'
import {bodyBytes} from '../kit/http/body.js'
import {HttpProblem} from '../kit/http/problem.js'
import type {Exchange, Router} from '../kit/http/router.js'
import type {FindKeys, KeyRing} from './ciphers.js'
import {parseNames, parseProfiles} from './place-names.js'
import {postedText} from './posted-text.js'

/** `/encrypt`, `/decrypt` and their like, with Spring's answers and failures. */
export function mountEncryption(router: Router, findKeys: FindKeys): void {
  const withKeys = async (work: (keys: KeyRing) => Promise<Response>) => {
    const keys = await findKeys()
    return keys === undefined ? verdict(404, 'No key was installed for encryption service', 'NO_KEY') : work(keys)
  }
  router.get('/encrypt/status', () => withKeys(async () => Response.json({status: 'OK'})))
  for (const path of ['/encrypt', '/encrypt/:app/:profiles']) {
    router.post(path, exchange => withKeys(async keys => plain(encrypted(await input(exchange, false), keys))))
  }
  for (const path of ['/decrypt', '/decrypt/:app/:profiles']) {
    router.post(path, exchange =>
      withKeys(async keys => {
        const text = decrypted(await input(exchange, true), keys)
        return text === undefined ? verdict(400, 'Text not encrypted with this key', 'INVALID') : plain(text)
      }),
    )
  }
  for (const path of ['/encrypt', '/decrypt']) {
    router.get(path, () => {
      throw new HttpProblem(405, 'Method GET is not supported', {headers: {allow: 'POST'}})
    })
  }
  for (const path of ['/key', '/key/:app/:profiles']) {
    router.get(path, async () => {
      const publicKey = (await findKeys())?.cipherFor([]).publicKey
      return publicKey === undefined ? verdict(404, 'No public key available', 'NOT_FOUND') : plain(publicKey)
    })
  }
}

async function input(exchange: Exchange, isCipher: boolean): Promise<PrefixedText> {
  const {app, profiles} = exchange.req.param() as {app?: string; profiles?: string}
  if (app !== undefined && (parseNames(app) === undefined || parseProfiles(profiles ?? '') === undefined)) {
    throw new HttpProblem(400, 'not the name of an application, or of a profile')
  }
  const posted = postedText(await bodyBytes(exchange), exchange.req.header('content-type'), isCipher)
  if (posted.ok) return splitPrefixes(posted.text)
  throw new HttpProblem(posted.status, posted.status === 400 ? 'a text is needed, with a Content-Type' : 'not a text')
}

/** Prefixes such as `{key:alias}` come back in front of the text; those that only name the application do not. */
function encrypted({prefixes, text}: PrefixedText, keys: KeyRing): string {
  const kept = prefixes.filter(({name}) => name !== 'name' && name !== 'profiles')
  return prefixText({prefixes: kept, text: cipherFor(prefixes, keys).encrypt(text)})
}

function cipherFor(prefixes: PrefixedText['prefixes'], keys: KeyRing): TextCipher {
  try {
    return keys.cipherFor(prefixes)
  } catch (error) {
    throw new HttpProblem(400, 'the keystore has no such key', {cause: error})
  }
}

/** One answer for whatever is wrong: a caller must not learn from it. */
function decrypted({prefixes, text}: PrefixedText, keys: KeyRing): string | undefined {
  try {
    return keys.cipherFor(prefixes).decrypt(text)
  } catch {
    return undefined
  }
}

function plain(text: string): Response {
  return new Response(text, {headers: {'content-type': 'text/plain;charset=UTF-8'}})
}

function verdict(status: number, description: string, code: string): Response {
  return Response.json({description, status: code}, {status})
}
