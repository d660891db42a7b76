import {createHash} from 'node:crypto'
import {readFileSync} from 'node:fs'
import {describe, expect, it} from 'vitest'
import {ask, serve} from '../kit/loopback.fixture.js'
import {config} from './config.js'
import {folder, write} from './repository.fixture.js'

const key = 'abcdefghijklmnopqrstuvwxyz0123456789'
const sample = '0c7649b1698b8df8337716a26eafba4a90499ea5df3eff8d8492abfe0fff978a'

async function server(variables: Record<string, string> = {ENCRYPT_KEY: key}) {
  const {port} = await serve(config, {SPRING_CLOUD_CONFIG_SERVER_NATIVE_SEARCHLOCATIONS: folder({}), ...variables})
  const post = (path: string, body: string | Buffer, type?: string) =>
    ask(port, 'POST', path, {
      body,
      headers: {'content-length': String(Buffer.byteLength(body)), ...(type && {'content-type': type})},
    })
  return {port, post, get: (path: string) => ask(port, 'GET', path)}
}

const form = 'application/x-www-form-urlencoded'

describe('/encrypt and /decrypt', () => {
  it('agree with each other and with the sample of the course', async () => {
    const {post} = await server()
    expect(await post('/decrypt', sample, 'text/plain')).toMatchObject({status: 200, text: '1234'})
    expect((await post('/decrypt', sample.toUpperCase(), 'text/plain')).text).toBe('1234')
    const encrypted = await post('/encrypt', 'pässwörd', 'text/plain')
    expect(encrypted.headers['content-type']).toBe('text/plain;charset=UTF-8')
    expect(encrypted.text).toMatch(/^[0-9a-f]{64}$/)
    expect((await post('/decrypt', encrypted.text, 'text/plain')).text).toBe('pässwörd')
    expect((await post('/encrypt/app/dev', '1', 'text/plain')).status).toBe(200)
  })

  it.each([
    ['text/plain', ' a=\n', ' a=\n'],
    ['text/plain;charset=UTF-8', 'abc=', 'abc'],
    ['application/json', '["a"]', '["a"]'],
    [form, 'abc=', 'abc'],
    [form, '1234', '1234'],
    [form, 'a=b+c%20d', 'a=b+c+d'],
    [form, 'a+b=', 'a b'],
  ])('take %s with %j for %j (B104)', async (type, body, expected) => {
    const {post} = await server()
    const {text} = await post('/encrypt', body, type)
    expect((await post('/decrypt', text, 'text/plain')).text).toBe(expected)
  })

  it('decrypt what curl -d sends', async () => {
    const {post} = await server()
    expect((await post('/decrypt', sample, form)).text).toBe('1234')
  })

  it('bring prefixes back in front', async () => {
    const {post} = await server()
    const {text} = await post('/encrypt', '{key:mine}{name:app}secret', 'text/plain')
    expect(text).toMatch(/^\{key:mine\}[0-9a-f]{64}$/)
    expect((await post('/decrypt', text, 'text/plain')).text).toBe('secret')
  })

  it.each([
    ['without a body', '', 'text/plain', 400],
    ['without a type', 'x', undefined, 400],
    ['with an image', 'x', 'image/png', 415],
    ['in UTF-16', 'x', 'text/plain;charset=utf-16', 415],
    ['of 2 MiB', 'x'.repeat(2 << 20), 'text/plain', 413],
  ])('refuse a text %s with %i (B104)', async (_what, body, type, status) => {
    const {post} = await server()
    expect((await post('/encrypt', body, type)).status).toBe(status)
  })

  it.each(['junk', '{cipher}', `{cipher}${sample}`, 'abc', 'ab', `${sample.slice(0, -2)}00`, '00'.repeat(16)])(
    "refuse to decrypt %j in Spring's words, the same for whatever is wrong (B105)",
    async text => {
      const {post} = await server()
      expect(await post('/decrypt', text, 'text/plain')).toMatchObject({
        status: 400,
        text: '{"description":"Text not encrypted with this key","status":"INVALID"}',
      })
    },
  )

  it('without a key are 404 NO_KEY (B105)', async () => {
    const {post, get} = await server({})
    const noKey = {status: 404, text: '{"description":"No key was installed for encryption service","status":"NO_KEY"}'}
    expect(await post('/encrypt', 'x', 'text/plain')).toMatchObject(noKey)
    expect(await post('/decrypt', 'x', 'text/plain')).toMatchObject(noKey)
    expect(await get('/encrypt/status')).toMatchObject(noKey)
  })

  it('tell their status, take no GET, and have no public key to show', async () => {
    const {get} = await server()
    expect(await get('/encrypt/status')).toMatchObject({status: 200, text: '{"status":"OK"}'})
    expect((await get('/encrypt')).status).toBe(405)
    expect(await get('/key')).toMatchObject({
      status: 404,
      text: '{"description":"No public key available","status":"NOT_FOUND"}',
    })
  })

  it('work with an RSA key out of a PEM file', async () => {
    const {rsa} = JSON.parse(readFileSync('test/fixtures/cipher.json', 'utf8')) as {
      rsa: {
        private_pem: string
        vectors: {algorithm: string; strong: boolean; salt: string; plaintext: string; cipher: string}[]
      }
    }
    const root = folder({})
    write(root, {'key.pem': rsa.private_pem})
    const [vector] = rsa.vectors
    const {get, post} = await server({
      ENCRYPT_KEYSTORE_LOCATION: `${root}/key.pem`,
      ENCRYPT_RSA_ALGORITHM: vector?.algorithm ?? '',
      ENCRYPT_RSA_STRONG: String(vector?.strong),
      ENCRYPT_RSA_SALT: vector?.salt ?? '',
    })
    expect((await post('/decrypt', vector?.cipher ?? '', 'text/plain')).text).toBe(vector?.plaintext)
    const ours = await get('/key')
    expect(ours).toMatchObject({status: 200, text: expect.stringMatching(/^ssh-rsa [A-Za-z0-9+/]+=* application$/)})
    const blob = Buffer.from(ours.text.split(' ')[1] ?? '', 'base64')
    // What `ssh-keygen -l` says of the same key.
    expect(`SHA256:${createHash('sha256').update(blob).digest('base64').replace(/=+$/, '')}`).toBe(
      'SHA256:A7//6pWSS4jajv98l36aXsBAEUjVcLIllBD6mzWEjmc',
    )
    expect(await get('/key/user-service/default')).toMatchObject({status: 200, text: ours.text})
  })

  it('choose among the keys of a keystore by {key:alias}, and take the usual one without it', async () => {
    const root = folder({})
    const {get, post} = await server({
      SPRING_CLOUD_CONFIG_SERVER_NATIVE_SEARCHLOCATIONS: root,
      ENCRYPT_KEYSTORE_LOCATION: 'test/fixtures/two-keys.p12',
      ENCRYPT_KEYSTORE_PASSWORD: 'changeit',
      ENCRYPT_KEYSTORE_ALIAS: 'first',
    })
    const usual = (await post('/encrypt', 'by the first', 'text/plain')).text
    const second = (await post('/encrypt', '{key:second}by the second', 'text/plain')).text
    expect(second).toMatch(/^\{key:second\}[A-Za-z0-9+/=]+$/)
    expect((await post('/decrypt', second, 'text/plain')).text).toBe('by the second')
    expect((await post('/decrypt', second.replace('second', 'first'), 'text/plain')).status).toBe(400)
    expect((await post('/encrypt', '{key:third}x', 'text/plain')).status).toBe(400)
    write(root, {'app.yml': `a: '{cipher}${usual}'\nb: '{cipher}${second}'\nc: '{cipher}{key:third}${usual}'\n`})
    expect(JSON.parse((await get('/app/default')).text).propertySources[0].source).toEqual({
      a: 'by the first',
      b: 'by the second',
      'invalid.c': '<n/a>',
    })
  })

  it('are not for pages of other sites (T03)', async () => {
    const {port} = await server()
    const headers = {origin: 'https://evil.test', 'content-type': 'text/plain', 'content-length': '1'}
    expect((await ask(port, 'POST', '/encrypt', {body: 'x', headers})).status).toBe(403)
  })
})
