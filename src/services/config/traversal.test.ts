import {mkdirSync, symlinkSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {exchange, serve} from '../kit/loopback.fixture.js'
import {config} from './config.js'
import {folder} from './repository.fixture.js'

const canary = 'CANARY-7f3a'

/** A repository with a canary beside it, above it and behind links. */
async function server() {
  const base = folder({
    'conf/catalog.yml': 'a: 1',
    'conf/label/x.txt': 'x',
    'conf-secret/x.yml': `c: ${canary}`,
    'canary.yml': `c: ${canary}`,
    'canary.conf': canary,
    canary: canary,
  })
  const root = join(base, 'conf')
  symlinkSync(join(base, 'canary.yml'), join(root, 'linked.yml'))
  symlinkSync(join(base, 'conf-secret'), join(root, 'neighbour'))
  mkdirSync(join(root, 'deep'))
  symlinkSync(join(base, 'canary.conf'), join(root, 'deep', 'linked.conf'))
  writeFileSync(join(root, 'app.yml'), 'b: 2')
  const {port} = await serve(config, {
    SPRING_CLOUD_CONFIG_SERVER_NATIVE_SEARCHLOCATIONS: root,
    ENCRYPT_KEY: 'k'.repeat(20),
  })
  return async (path: string, method = 'GET') => {
    const head = `${method} ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: close\r\n`
    const text = await exchange(
      port,
      `${head}${method === 'POST' ? 'Content-Type: text/plain\r\nContent-Length: 1\r\n\r\nx' : '\r\n'}`,
    )
    return {status: Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1]), text}
  }
}

const outside: readonly (readonly [string, string])[] = [
  ['CVE-2019-3799', '/foo/default/master/..%252F..%252F..%252Fcanary'],
  ['CVE-2019-3799', '/foo/default/master/%2e%2e%2f%2e%2e%2fcanary.conf'],
  ['CVE-2019-3799', '/foo/default/master/..%2Fcanary.conf'],
  ['CVE-2019-3799', '/foo/default/master/../canary.conf'],
  ['CVE-2019-3799', '/foo/default/master/..%255Fcanary.conf'],
  ['CVE-2020-5405', '/foo/default/..(_)..(_)canary.conf'],
  ['CVE-2020-5405', '/foo/default/..(_)/canary.conf'],
  ['CVE-2020-5405', '/..(_)..(_)/default/x.yml'],
  ['CVE-2020-5405', '/..(_)canary-dev.yml'],
  ['CVE-2020-5410', '/..%252F..%252F..%252Fcanary%23foo/development'],
  ['CVE-2020-5410', '/..%2Fcanary/development'],
  ['CVE-2020-5410', '/%2e%2e%2fcanary-dev.yml'],
  ['CVE-2026-22739', '/app/..%2F..%2Fcanary'],
  ['CVE-2026-22739', '/app-../../canary.yml'],
  ['CVE-2026-22739', '/app/dev,..%2Fcanary'],
  ['CVE-2026-22739', '/app/-dev'],
  ['CVE-2026-22739', '/app/dev-'],
  ['CVE-2026-22739', '/app/a%20b'],
  ['CVE-2026-22739', '/app/dev,,prod'],
  ['signs', '/foo/default/master/%23canary.conf'],
  ['signs', '/foo/default//canary.conf'],
  ['signs', '/foo/default/master/..\\canary.conf'],
  ['signs', '/foo/default/master/..%5ccanary.conf'],
  ['signs', '/foo/default/master/..;/canary.conf'],
  ['signs', '/foo/default/master/canary.conf%00.yml'],
  ['signs', '/foo/default/master/%ef%bc%8e%ef%bc%8e%ef%bc%8fcanary.conf'],
  ['signs', '/foo/default/master/.%2e/canary.conf'],
  ['signs', '/foo/default/master/%c0%ae%c0%ae/canary.conf'],
  ['schemes', '/foo/default/master/url:file:///canary.conf'],
  ['schemes', '/foo/default/master/classpath:canary.conf'],
  ['schemes', '/foo/default/master/file:/canary.conf'],
  ['links', '/linked/default'],
  ['links', '/x/default/neighbour'],
  ['links', '/foo/default/neighbour/x.yml'],
  ['links', '/foo/default/deep/linked.conf'],
  ['links', '/foo/default/master/deep/linked.conf'],
  ['a neighbour with a longer name', '/foo/default/master/..%2Fconf-secret%2Fx.yml'],
  ['length', `/${'a'.repeat(5000)}/default`],
  ['length', `/app/${'a'.repeat(5000)}`],
  ['length', `/app/dev/${'a'.repeat(5000)}`],
]

describe('T20: nothing outside the repository is read, and nothing fails of the attempt', () => {
  it.each(outside)('%s: %s', async (_what, path) => {
    const get = await server()
    const {status, text} = await get(path)
    expect(text).not.toContain(canary)
    // A link that leads out is as good as absent: the rest of the environment is still an answer.
    expect(status).toBeLessThan(500)
    if (!/^\/(?:linked|x)\/default/.test(path)) expect([400, 404]).toContain(status)
  })

  it.each(['/encrypt/app/..', '/encrypt/..%2Fx/dev', '/decrypt/app/..%2Fx'])('POST %s is refused', async path => {
    const get = await server()
    expect([400, 404]).toContain((await get(path, 'POST')).status)
  })

  it.each(['aux', 'CON', 'Ünïcode', 'e%CC%81'])('the name %s is no failure', async name => {
    const get = await server()
    expect((await get(`/${encodeURI(name)}/default`)).status).toBeLessThan(500)
  })
})
