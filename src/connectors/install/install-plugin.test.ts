import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {Readable} from 'node:stream'
import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import {createZip, zipEntries} from '../../platform/archives.js'
import {ArchiveGuard} from './archive-entry.js'
import {installPlugins} from './install-plugin.js'
import {pluginSource} from './plugin-source.js'

let home = ''
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'msa-install-'))
})
afterEach(() => rmSync(home, {recursive: true, force: true}))

async function zip(name: string, entries: Readonly<Record<string, string | Buffer>>): Promise<string> {
  const path = join(home, name)
  const writer = createZip(path, new Date(0))
  for (const [entry, content] of Object.entries(entries)) await writer.add(entry, Readable.from([content]))
  await writer.close()
  return path
}

const places = () => ({plugins: join(home, 'lab', 'plugins'), bundled: [join(home, 'bundled')], env: {}})
const install = (word: string, more: {into?: string; replace?: boolean} = {}) =>
  installPlugins({words: [word], into: more.into, replace: more.replace ?? false}, places())

describe('installing', () => {
  it('unpacks a zip whole, or leaves nothing', async () => {
    const jar = readFileSync(await zip('a.jar', {'x/MySinkConnector.class': 'x'}))
    const [installed] = await install(
      await zip('my-plugin.zip', {'my-plugin/lib/a.jar': jar, 'my-plugin/doc/README': 'hi'}),
    )
    expect(installed).toMatchObject({name: 'my-plugin', jars: 1})
    expect(existsSync(join(places().plugins, 'my-plugin', 'my-plugin', 'lib', 'a.jar'))).toBe(true)
    await expect(install(await zip('no.zip', {'readme.txt': 'x'}))).rejects.toThrow('there is no jar')
    expect(readdirSync(join(home, 'lab'))).toEqual(['plugins'])
    expect(readdirSync(places().plugins)).toEqual(['my-plugin'])
  })

  it('lists the connectors of a plugin that has no service files', async () => {
    const classes = {
      'io/x/JdbcSourceConnector.class': 'x',
      'io/x/JdbcSinkConnector.class': 'x',
      'io/x/JdbcSinkConnector$1.class': 'x',
    }
    const path = await zip('old.jar', classes)
    await install(path)
    const jar = join(places().plugins, 'old', 'msa-service-files.jar')
    const found: string[] = []
    for await (const {name} of zipEntries(jar)) found.push(name)
    expect(found).toEqual([
      'META-INF/services/org.apache.kafka.connect.source.SourceConnector',
      'META-INF/services/org.apache.kafka.connect.sink.SinkConnector',
    ])
  })

  it('adds a driver to a copy of a plugin that all labs share', async () => {
    mkdirSync(join(home, 'bundled', 'dbz-jdbc'), {recursive: true})
    writeFileSync(join(home, 'bundled', 'dbz-jdbc', 'a.jar'), readFileSync(await zip('x.jar', {a: 'a'})))
    await install(await zip('driver.jar', {b: 'b'}), {into: 'dbz-jdbc'})
    expect(readdirSync(join(places().plugins, 'dbz-jdbc')).sort()).toEqual(['a.jar', 'driver.jar'])
    expect(readdirSync(join(home, 'bundled', 'dbz-jdbc'))).toEqual(['a.jar'])
    await expect(install(await zip('driver2.jar', {b: 'b'}), {into: 'nope'})).rejects.toMatchObject({
      message: 'there is no plugin nope to add to',
      details: ['There are: dbz-jdbc'],
      suggestions: ['--into dbz-jdbc'],
    })
  })

  it('takes the place of another only when told to, and follows no link of a folder', async () => {
    const folder = join(home, 'mine')
    mkdirSync(folder)
    writeFileSync(join(folder, 'a.jar'), readFileSync(await zip('y.jar', {a: 'a'})))
    writeFileSync(join(home, 'canary.jar'), 'secret')
    symlinkSync(join(home, 'canary.jar'), join(folder, 'link.jar'))
    await install(folder)
    expect(readdirSync(join(places().plugins, 'mine'))).toEqual(['a.jar'])
    await expect(install(folder)).rejects.toThrow('installed already')
    await install(folder, {replace: true})
  })
})

describe('T28: an archive that is no plugin', () => {
  const entry = {name: 'a.jar', bytes: 10, packedBytes: 10, isSpecial: false}

  it.each([
    [{name: '../a.jar'}, /climbs out/],
    [{name: 'a/../../b.jar'}, /climbs out/],
    [{name: '/etc/passwd'}, /absolute/],
    [{name: 'C:/x'}, /absolute/],
    [{name: 'a\\..\\b'}, /lead astray/],
    [{name: 'a\0b'}, /lead astray/],
    [{isSpecial: true}, /link or a device/],
    [{bytes: 3 * 1024 ** 3, packedBytes: 1024 ** 3}, /more than 2 GiB/],
    [{bytes: 300 * 1024 * 1024, packedBytes: 1024}, /200 times its size/],
  ])('%j is refused', (more, why) => {
    expect(() => new ArchiveGuard('x.zip').check({...entry, ...more})).toThrowError(why)
  })

  it('with too many entries is refused', () => {
    const guard = new ArchiveGuard('x.zip')
    expect(() => {
      for (let count = 0; count <= 100_000; count++) guard.check(entry)
    }).toThrowError(/more than 100000 entries/)
  })

  it('writes nothing outside, whatever its entries are called', async () => {
    const path = await zip('evil.zip', {'aa/evil.jar': 'x'})
    const bytes = readFileSync(path)
    // The same length, so that the archive stays whole: `aa/` becomes `../`.
    for (let at = bytes.indexOf('aa/evil'); at >= 0; at = bytes.indexOf('aa/evil', at + 1)) bytes.write('../evil', at)
    writeFileSync(path, bytes)
    await expect(install(path)).rejects.toThrow()
    expect(existsSync(join(home, 'lab', 'evil.jar'))).toBe(false)
    expect(readdirSync(places().plugins)).toEqual([])
  })

  it('with a bomb that lies about its size is refused', async () => {
    await expect(install(await zip('bomb.zip', {'a.jar': Buffer.alloc(50 * 1024 * 1024)}))).rejects.toThrow(/200 times/)
  })
})

it.each([
  ['org.postgresql:postgresql:42.7.4', {kind: 'maven', artefact: 'postgresql', version: '42.7.4'}],
  ['io.debezium:debezium-connector-jdbc:3.3.0.Final', {kind: 'maven', group: 'io.debezium'}],
])('%s is understood', (word, source) => {
  expect(pluginSource(word)).toMatchObject(source)
})

it.each(['nope.zip', '--version', 'a:b', 'a:b:c:d', 'a:b:$(id)', '../x', ''])('T31: %j is no plugin', word => {
  expect(() => pluginSource(word)).toThrowError(/is no zip, jar or folder/)
})

it('says what to do where no hub is named', async () => {
  const request = {words: ['confluentinc/kafka-connect-jdbc:10.7.6'], into: undefined, replace: false}
  await expect(installPlugins(request, places())).rejects.toMatchObject({
    code: 'E_PREREQUISITE_MISSING',
    details: ['no hub is named to fetch it from'],
  })
})
