import {existsSync, mkdtempSync, readdirSync, readFileSync, rmSync} from 'node:fs'
import {createServer, type Server} from 'node:http'
import {homedir, tmpdir} from 'node:os'
import {basename, join} from 'node:path'
import {Readable} from 'node:stream'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {jdbcDrivers} from '../../src/connectors/diagnosis/database-failures.js'
import {createZip} from '../../src/platform/archives.js'
import {openLab} from './lab.js'

const path = '/api/plugins/confluentinc/kafka-connect-jdbc/versions/10.7.6/confluentinc-kafka-connect-jdbc-10.7.6.zip'

describe('connector install, from where others publish', () => {
  const folder = mkdtempSync(join(tmpdir(), 'msa-hub-'))
  let hub: Server
  let address = ''
  beforeAll(async () => {
    const jar = join(folder, 'a.jar')
    const zip = join(folder, 'plugin.zip')
    await pack(jar, {'META-INF/MANIFEST.MF': 'Manifest-Version: 1.0\n'})
    await pack(zip, {'confluentinc-kafka-connect-jdbc-10.7.6/lib/a.jar': readFileSync(jar)})
    hub = createServer((request, response) => {
      if (request.url === path) response.end(readFileSync(zip))
      else response.writeHead(404).end()
    })
    await new Promise<void>(resolve => hub.listen(0, '127.0.0.1', resolve))
    const bound = hub.address()
    address = `http://127.0.0.1:${typeof bound === 'object' ? bound?.port : 0}`
  })
  afterAll(() => {
    hub.close()
    rmSync(folder, {recursive: true, force: true})
  })

  it('fetches a name of the Confluent Hub from the address that is given, and leaves nothing of one that is not there', async () => {
    const lab = await openLab({}, {env: {MSA_CONFLUENT_HUB: address}})
    expect(await lab.run('connector', 'install', 'confluentinc/kafka-connect-jdbc:10.7.6')).toHaveEndedWith(0)
    const plugins = join(lab.dir, 'data', 'connect', 'plugins')
    expect(readdirSync(plugins)).toEqual(['confluentinc-kafka-connect-jdbc'])
    expect(readdirSync(plugins, {recursive: true, encoding: 'utf8'}).some(name => name.endsWith('a.jar'))).toBe(true)
    const missing = await lab.run('connector', 'install', 'confluentinc/no-such:1.0')
    expect(missing).toMatchObject({exitCode: 4, stderr: expect.stringContaining('HTTP 404')})
    expect(existsSync(join(plugins, 'confluentinc-no-such'))).toBe(false)
  })

  it('fetches Maven coordinates with all that they need, by the ordinary Maven', async () => {
    // Maven's own settings and repository are the person's.
    const lab = await openLab({}, {env: {HOME: homedir()}})
    const installed = await lab.run('connector', 'install', 'org.postgresql:postgresql:42.7.4')
    expect(installed, installed.stderr).toHaveEndedWith(0)
    const jars = readdirSync(join(lab.dir, 'data', 'connect', 'plugins', 'postgresql'))
    expect(jars).toContain('postgresql-42.7.4.jar')
    const unknown = await lab.run('connector', 'install', 'org.postgresql:postgresql:0.0.0-none', '--replace')
    expect(unknown).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining("Maven's repository has no org.postgresql:postgresql:0.0.0-none"),
    })
  })

  it.each(Object.values(jdbcDrivers))('fetches %s, the driver that the doctor names', async driver => {
    const lab = await openLab({}, {env: {HOME: homedir()}})
    const installed = await lab.run('connector', 'install', driver)
    expect(installed, installed.stderr).toHaveEndedWith(0)
    const [, artefact, version] = driver.split(':')
    const jars = readdirSync(join(lab.dir, 'data', 'connect', 'plugins'), {recursive: true, encoding: 'utf8'})
    expect(jars.map(path => basename(path))).toContain(`${artefact}-${version}.jar`)
  })

  it('says how to name a hub where none is', async () => {
    const lab = await openLab({})
    const {exitCode, stderr} = await lab.run('connector', 'install', 'confluentinc/kafka-connect-jdbc:10.7.6')
    expect(exitCode).toBe(4)
    expect(stderr).toContain('MSA_CONFLUENT_HUB=https://HOST')
  })
})

async function pack(file: string, entries: Readonly<Record<string, string | Buffer>>): Promise<void> {
  const zip = createZip(file, new Date(0))
  for (const [name, content] of Object.entries(entries)) await zip.add(name, Readable.from([Buffer.from(content)]))
  await zip.close()
}
