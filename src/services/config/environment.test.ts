// biome-ignore-all lint/suspicious/noTemplateCurlyInString: they are Spring's placeholders
import {describe, expect, it} from 'vitest'
import {ask, serve} from '../kit/loopback.fixture.js'
import {config} from './config.js'
import {folder, git, write} from './repository.fixture.js'

const v2 = 'application/vnd.spring-cloud.config-server.v2+json'
const key = 'abcdefghijklmnopqrstuvwxyz0123456789'
const cipher = '{cipher}0c7649b1698b8df8337716a26eafba4a90499ea5df3eff8d8492abfe0fff978a'

async function server(files: Readonly<Record<string, string>>, variables: Record<string, string> = {}) {
  const root = folder(files)
  const {port} = await serve(config, {
    SPRING_CLOUD_CONFIG_SERVER_NATIVE_SEARCHLOCATIONS: `file:${root}`,
    ENCRYPT_KEY: key,
    ...variables,
  })
  const get = (path: string, headers: Record<string, string> = {}) => ask(port, 'GET', path, {headers})
  const json = async (path: string, headers: Record<string, string> = {}) => JSON.parse((await get(path, headers)).text)
  const names = async (path: string) =>
    (await json(path)).propertySources.map((source: {name: string}) =>
      source.name.replaceAll(root, '/repo'),
    ) as string[]
  return {root, port, get, json, names}
}

describe('the environment of an application', () => {
  it("has Spring's keys in Spring's order, also for an application that nobody knows", async () => {
    const {get, root} = await server({'application.yml': 'a: 1\n'})
    expect((await get('/nobody/default')).text).toBe(
      `{"name":"nobody","profiles":["default"],"label":null,"version":null,"state":null,"propertySources":[{"name":"file:${root}/application.yml","source":{"a":1}}]}`,
    )
  })

  it('keeps several profiles and several applications as one text each', async () => {
    const {json} = await server({'orders.yml': 'x: 1'})
    expect(await json('/catalog,orders/dev,prod')).toMatchObject({name: 'catalog,orders', profiles: ['dev,prod']})
  })

  it.each([
    [
      '/catalog/dev,prod',
      [
        'catalog-prod.yml#1',
        'catalog-prod.yml#0',
        'catalog-dev.properties',
        'application-dev.yml',
        'catalog.yml',
        'application.yml#2',
        'application.yml#1',
        'application.yml#0',
      ],
    ],
    [
      '/catalog/prod,dev',
      [
        'catalog-dev.properties',
        'application-dev.yml',
        'catalog-prod.yml#1',
        'catalog-prod.yml#0',
        'catalog.yml',
        'application.yml#2',
        'application.yml#1',
        'application.yml#0',
      ],
    ],
  ])('orders the sources of %s as the real server does', async (path, expected) => {
    const on = (profile: string) => `---\nspring.config.activate.on-profile: ${profile}\nv: ${profile}\n`
    const {names} = await server({
      'application.yml': `v: base\n${on('dev')}${on('prod')}`,
      'application-dev.yml': 'v: 1',
      'catalog.yml': 'v: 1',
      'catalog-dev.properties': 'v=1',
      'catalog-prod.yml': `v: base\n${on('dev')}`,
    })
    const short = (await names(path)).map(name =>
      name
        .replace(/^file:\/repo\//, '')
        .replace(/^Config resource 'file \[\/repo\/(.*)\]' via location 'file:\/repo\/' \(document #(\d)\)$/, '$1#$2'),
    )
    expect(short).toEqual(expected)
  })

  it('wraps each value with its place when the v2 form is accepted, and says so', async () => {
    const {get, json} = await server({'catalog.yml': 'shared:\n  level: dev-file\n'})
    expect((await get('/catalog/dev', {accept: v2})).headers['content-type']).toBe(v2)
    const [source] = (await json('/catalog/dev', {accept: v2})).propertySources
    expect(source.source).toEqual({'shared.level': {value: 'dev-file', origin: '2:10'}})
  })

  it("keeps values in Java's form, whole numbers of any size among them", async () => {
    const yaml =
      'a: 8082\nb: 12345678901234567890\nc: 1.0e+3\nd: off\ne: 010\nf: ~\ng: []\nh: {}\ni: 2024-01-02\nj: "010"\nk: 0.75\n'
    const {get} = await server({'catalog.yml': yaml})
    expect((await get('/catalog/dev')).text).toContain(
      '"source":{"a":8082,"b":12345678901234567890,"c":1000.0,"d":false,"e":8,"f":"","g":"","i":"2024-01-02","j":"010","k":0.75}',
    )
  })

  it('flattens lists and keys with dots as Spring names them', async () => {
    const yaml = 'a:\n  b: [x, {name: y}]\n  "[key.with.dots]": 1\n  "plain.dots": 2\n'
    const {json} = await server({'catalog.yml': yaml})
    expect((await json('/catalog/dev')).propertySources[0].source).toEqual({
      'a.b[0]': 'x',
      'a.b[1].name': 'y',
      'a[key.with.dots]': 1,
      'a.plain.dots': 2,
    })
  })

  it('leaves placeholders and JSON files alone', async () => {
    const {json} = await server({'catalog.yml': 'a: ${b}', 'catalog.json': '{"c": 1}'})
    expect((await json('/catalog/dev')).propertySources).toHaveLength(1)
    expect((await json('/catalog/dev')).propertySources[0].source).toEqual({a: '${b}'})
  })

  it('names the place of a mistake in a file', async () => {
    const {get} = await server({'catalog.yml': 'a: [1\n'})
    const answer = await get('/catalog/dev')
    expect(answer.status).toBe(500)
    expect(answer.text).toMatch(/catalog\.yml:\d+:\d+/)
  })

  it('searches the folder of a label first and in addition; an unknown label is no failure', async () => {
    const {names, json} = await server({'catalog.yml': 'a: 1', 'feature/x/catalog.yml': 'a: 2'})
    expect(await names('/catalog/dev/feature(_)x')).toEqual([
      'file:/repo/feature/x/catalog.yml',
      'file:/repo/catalog.yml',
    ])
    expect(await json('/catalog/dev/feature(_)x')).toMatchObject({label: 'feature/x'})
    expect(await names('/catalog/dev/nowhere')).toEqual(['file:/repo/catalog.yml'])
  })

  it.each(['/', '/catalog', '/catalog/', '/catalog/default/', '/catalog.yml'])('answers %s with 404', async path => {
    const answer = await (await server({'catalog.yml': 'a: 1'})).get(path)
    expect(answer.status).toBe(404)
    expect(JSON.parse(answer.text)).toMatchObject({status: 404, error: 'Not Found', path})
  })
})

describe('{cipher} values', () => {
  it('leave decrypted, behind the other keys of their source, in every form', async () => {
    const {json, get} = await server({'user.yml': `db:\n  password: '${cipher}'\n  user: root\n`})
    expect(JSON.stringify((await json('/user/default')).propertySources[0].source)).toBe(
      '{"db.user":"root","db.password":"1234"}',
    )
    expect((await json('/user/default', {accept: v2})).propertySources[0].source['db.password'].value).toBe('1234')
    expect((await get('/user-default.properties')).text).toBe('db.user: root\ndb.password: 1234')
    expect((await get('/user-default.yml')).text).toBe("db:\n  user: root\n  password: '1234'\n")
  })

  it.each([
    ['no hex', '{cipher}zz'],
    ['nothing', '{cipher}'],
    ['a text for another key', '{cipher}682bc583f4641835fa2db009355293665d2647dade3375c0ee201de2a49f7bda'],
  ])('of %s become invalid.<key>, so that nobody takes them for a password', async (_what, value) => {
    const {json, get} = await server({'user.yml': `db:\n  password: '${value}'\n  list: ['${value}']\n  user: root\n`})
    const [source] = (await json('/user/default')).propertySources
    expect(source.source).toEqual({'db.user': 'root', 'invalid.db.password': '<n/a>', 'invalid.db.list[0]': '<n/a>'})
    expect((await get('/user/default')).text).not.toContain(value.slice(8) || 'cipher')
  })

  it('are invalid as long as there is no key, and open as soon as its file is there', async () => {
    const root = folder({})
    const files = {'user.yml': `p: '${cipher}'`}
    const {json} = await server(files, {ENCRYPT_KEY: '', ENCRYPT_KEYFILE: `${root}/key`})
    expect((await json('/user/default')).propertySources[0].source).toEqual({'invalid.p': '<n/a>'})
    write(root, {key: `${key}\n`})
    const {chmodSync} = await import('node:fs')
    chmodSync(`${root}/key`, 0o644)
    expect((await json('/user/default')).propertySources[0].source).toEqual({'invalid.p': '<n/a>'})
    chmodSync(`${root}/key`, 0o600)
    expect((await json('/user/default')).propertySources[0].source).toEqual({p: '1234'})
  })
})

describe('the merged view', () => {
  const files = {
    'application.yml': 'server:\n  port: 8080\nlist: [a, b, c]\nshared: base\n',
    'catalog-dev.yml':
      'shared: dev\nurl: "http://${host:localhost}:${server.port}/${no.such.key}"\nport: "${server.port}"\nlist: [z]\nowners:\n  - name: kim\n    langs: [ko, en]\nquoted: "yes"\nnumber: "8080"\ncolon: "a: b"\nempty: ""\n',
  }

  it('is nested YAML, the least important keys first, lists replaced whole and last', async () => {
    const {get} = await server(files)
    const answer = await get('/catalog-dev.yml')
    expect(answer.headers['content-type']).toMatch(/^text\/plain/)
    expect(answer.text).toBe(
      [
        'server:',
        '  port: 8080',
        'shared: dev',
        'url: http://localhost:8080/${no.such.key}',
        'port: 8080',
        "quoted: 'yes'",
        "number: '8080'",
        "colon: 'a: b'",
        "empty: ''",
        'list:',
        '- z',
        'owners:',
        '- name: kim',
        '  langs:',
        '  - ko',
        '  - en',
        '',
      ].join('\n'),
    )
  })

  it('is the same as JSON and as properties', async () => {
    const {json, get} = await server(files)
    expect(await json('/catalog-dev.json')).toMatchObject({
      server: {port: 8080},
      list: ['z'],
      owners: [{name: 'kim', langs: ['ko', 'en']}],
      url: 'http://localhost:8080/${no.such.key}',
    })
    expect((await get('/catalog-dev.properties')).text.split('\n')).toContain('owners[0].langs[1]: en')
  })

  it('leaves placeholders when asked to, and those that run in circles', async () => {
    const {get} = await server({'catalog.yml': 'a: ${b}\nb: ${a}\nc: x\nd: ${c}\n'})
    expect((await get('/catalog-dev.properties?resolvePlaceholders=false')).text).toContain('d: ${c}')
    expect((await get('/catalog-dev.properties')).text).toContain('d: x')
    expect((await get('/catalog-dev.properties')).text).toMatch(/^a: \$\{[ab]\}$/m)
  })

  it('divides name and profile at the last hyphen, and takes a label in front', async () => {
    const {json} = await server({'probe-client-dev.yml': 'a: 1', 'v1/probe-client.yml': 'b: 2'})
    expect(await json('/probe-client-dev.json')).toEqual({a: 1})
    expect(await json('/v1/probe-client-dev.json')).toEqual({b: 2, a: 1})
  })

  it("fills in properties only, never this process's environment", async () => {
    const {get} = await server({'catalog.yml': 'a: ${PATH}\nb: ${ENCRYPT_KEY}\n'})
    expect((await get('/catalog-dev.properties')).text).toBe('a: ${PATH}\nb: ${ENCRYPT_KEY}')
  })
})

describe('plain files', () => {
  it('are served with placeholders filled in, the one for the profile first', async () => {
    const {get} = await server({
      'catalog.yml': 'host: here',
      'nginx.conf': 'server ${host};',
      'nginx-prod.conf': 'prod',
      'v1/deep/a.txt': 'deep',
    })
    const answer = await get('/catalog/dev/main/nginx.conf')
    expect(answer).toMatchObject({status: 200, text: 'server here;'})
    expect(answer.headers['content-type']).toBe('text/plain;charset=UTF-8')
    expect((await get('/catalog/prod/main/nginx.conf')).text).toBe('prod')
    expect((await get('/catalog/dev/nginx.conf?useDefaultLabel')).text).toBe('server here;')
    expect((await get('/catalog/dev/v1/deep/a.txt')).text).toBe('deep')
  })

  it('that are not there, or no text, are 404', async () => {
    const {get} = await server({'key.pem': 'secret', noextension: 'x', '.git/config': 'x'})
    for (const path of ['nothing.txt', 'key.pem', 'noextension']) {
      expect((await get(`/catalog/dev/main/${path}`)).status).toBe(404)
    }
    expect((await get('/catalog/dev/main/.git/config')).status).toBe(400)
  })
})

describe('a git repository', () => {
  async function repository() {
    const root = folder({'catalog.yml': 'v: main', 'application.yml': 'a: 1\n---\na: 2\n'})
    git(root, 'init', '-q')
    git(root, 'add', '-A')
    git(root, 'commit', '-qm', 'one')
    git(root, 'tag', 'v1')
    git(root, 'checkout', '-qb', 'feature/x')
    write(root, {'catalog.yml': 'v: feature'})
    git(root, 'commit', '-qam', 'two')
    git(root, 'checkout', '-q', 'main')
    write(root, {'catalog.yml': 'v: not committed'})
    const {port} = await serve(config, {
      SPRING_CLOUD_CONFIG_SERVER_GIT_URI: `file://${root}`,
      PATH: process.env.PATH ?? '',
    })
    const json = async (path: string) => JSON.parse((await ask(port, 'GET', path)).text)
    return {root, port, json}
  }

  it('gives what is committed, with the commit as version and branches and tags as labels', async () => {
    const {root, json} = await repository()
    const main = await json('/catalog/dev')
    expect(main).toMatchObject({label: null, version: git(root, 'rev-parse', 'main'), state: ''})
    expect(main.propertySources[0]).toEqual({name: `file://${root}/catalog.yml`, source: {v: 'main'}})
    expect(main.propertySources[1].name).toBe(
      `file://${root}/Config resource 'file [${root}/application.yml' via location '' (document #1)`,
    )
    expect((await json('/catalog/dev/feature(_)x')).propertySources[0].source).toEqual({v: 'feature'})
    expect((await json('/catalog/dev/v1')).propertySources[0].source).toEqual({v: 'main'})
  })

  it('gives a new commit at once', async () => {
    const {root, json} = await repository()
    await json('/catalog/dev')
    git(root, 'commit', '-qam', 'three')
    expect((await json('/catalog/dev')).propertySources[0].source).toEqual({v: 'not committed'})
  })

  it('answers 404 for a label that it does not have, and takes none for an option', async () => {
    const {port} = await repository()
    for (const label of ['nowhere', 'HEAD@{0}', '--help']) {
      expect([400, 404]).toContain((await ask(port, 'GET', `/catalog/dev/${encodeURIComponent(label)}`)).status)
    }
  })

  it('that is none makes the server unhealthy, with the reason', async () => {
    const {port} = await serve(config, {SPRING_CLOUD_CONFIG_SERVER_GIT_URI: folder({}), PATH: process.env.PATH ?? ''})
    const health = await ask(port, 'GET', '/actuator/health')
    expect(health.status).toBe(503)
    expect(health.text).toContain('no git repository')
  })
})
