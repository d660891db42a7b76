import {existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {Readable} from 'node:stream'
import {text} from 'node:stream/consumers'
import {afterEach, beforeEach, expect, it} from 'vitest'
import {createZip, zipEntries} from '../platform/archives.js'
import {unpackSpringBoot} from './lay-out-jars.js'

let folder = ''
const at = (path: string) => join(folder, path)
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'msa-jars-'))
  for (const name of ['lib', 'again']) mkdirSync(at(name))
})
afterEach(() => rmSync(folder, {recursive: true, force: true}))

async function springBootJar(entries: Readonly<Record<string, string>>): Promise<string> {
  const zip = createZip(at('boot.jar'), new Date(0))
  for (const [name, content] of Object.entries(entries)) await zip.add(name, Readable.from([Buffer.from(content)]))
  await zip.close()
  return at('boot.jar')
}

async function contentOf(jar: string): Promise<Record<string, string>> {
  const content: Record<string, string> = {}
  for await (const entry of zipEntries(jar)) content[entry.name] = await text(await entry.open())
  return content
}

const entries = {
  'META-INF/MANIFEST.MF': 'Main-Class: loader',
  'org/springframework/boot/loader/Launcher.class': 'loader',
  'BOOT-INF/classes/zipkin/Server.class': 'server',
  'BOOT-INF/lib/spring.jar': 'jar in jar',
  'BOOT-INF/classes/app.yml': 'port: 9411',
}

it("becomes a class path of jars only: its own classes first, then its libraries; Spring's loader is left out", async () => {
  await unpackSpringBoot(await springBootJar(entries), at('lib'))
  expect(readdirSync(at('lib'))).toEqual(['0-zipkin-server-classes.jar', 'spring.jar'])
  expect(readFileSync(at('lib/spring.jar'), 'utf8')).toBe('jar in jar')
  expect(await contentOf(at('lib/0-zipkin-server-classes.jar'))).toEqual({
    'zipkin/Server.class': 'server',
    'app.yml': 'port: 9411',
  })
})

it('gives the same bytes each time, so that a class-data archive stays valid', async () => {
  const jar = await springBootJar(entries)
  await unpackSpringBoot(jar, at('lib'))
  await unpackSpringBoot(jar, at('again'))
  const [one, two] = ['lib', 'again'].map(name => readFileSync(at(`${name}/0-zipkin-server-classes.jar`)))
  expect(one?.equals(two ?? Buffer.alloc(0))).toBe(true)
})

it('P24: cannot write outside of its folder', async () => {
  const jar = await springBootJar({'BOOT-INF/lib/xx/xx/evil.jar': 'evil'})
  writeFileSync(jar, readFileSync(jar, 'latin1').replaceAll('xx/xx/', '../../'), 'latin1')
  await expect(unpackSpringBoot(jar, at('lib'))).rejects.toMatchObject({code: 'E_IO'})
  expect([existsSync(at('evil.jar')), existsSync(at('../evil.jar'))]).toEqual([false, false])
})

it('a jar that was cut is an error', async () => {
  const jar = await springBootJar(entries)
  writeFileSync(jar, readFileSync(jar).subarray(0, 300))
  await expect(unpackSpringBoot(jar, at('lib'))).rejects.toMatchObject({code: 'E_IO'})
})
