import {type ChildProcess, execFileSync, spawn, spawnSync} from 'node:child_process'
import {createHash, randomBytes} from 'node:crypto'
import {chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {createServer, type RequestListener, type Server} from 'node:http'
import type {AddressInfo} from 'node:net'
import {tmpdir} from 'node:os'
import {dirname, join} from 'node:path'
import {Readable} from 'node:stream'
import {fileURLToPath} from 'node:url'
import {afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi} from 'vitest'
import {fetchSets} from '../../src/distributions/fetch-sets.js'
import {installedSet} from '../../src/distributions/installed-set.js'
import type {MavenSet} from '../../src/distributions/maven-sets.js'
import {createZip} from '../../src/platform/archives.js'

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))))
const msa = join(root, 'bin', 'run.js')

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'msa-distributions-'))
})
afterEach(() => rmSync(folder, {recursive: true, force: true}))
const at = (path: string) => join(folder, path)

const sumOf = (content: string | Buffer) => createHash('sha256').update(content).digest('hex')
const realMaven = execFileSync('sh', ['-c', 'command -v mvn'], {encoding: 'utf8'}).trim()

/** A program in Maven's place, or before it. */
function maven(script: string): string {
  const path = at('bin/mvn')
  mkdirSync(dirname(path), {recursive: true})
  writeFileSync(path, `#!/bin/sh\n${script}\n`)
  chmodSync(path, 0o755)
  return path
}

describe('P24: a small set from a Maven repository of our own, fetched by the real Maven', () => {
  const jar = Buffer.alloc(200_000, 'a jar')
  const place = '/org/msa/mini/1/mini-1'
  const pom =
    '<project><modelVersion>4.0.0</modelVersion><groupId>org.msa</groupId><artifactId>mini</artifactId><version>1</version></project>'
  let server: Server
  let respond: RequestListener
  /** Maven's plugins, fetched once for all of these tests. */
  let plugins = ''

  beforeAll(async () => {
    plugins = join(mkdtempSync(join(tmpdir(), 'msa-plugins-')), 'repository')
    server = createServer((request, response) => respond(request, response))
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  })
  afterAll(() => {
    rmSync(dirname(plugins), {recursive: true, force: true})
    server.closeAllConnections()
    server.close()
  })

  const whole: RequestListener = ({url}, response) => {
    if (url === `${place}.pom`) response.end(pom)
    else if (url === `${place}.jar`) response.end(jar)
    else response.writeHead(404).end()
  }
  const mini = (): MavenSet => ({
    name: 'kafka',
    pom: [
      '<project><modelVersion>4.0.0</modelVersion><groupId>msa</groupId><artifactId>msa-kafka</artifactId><version>1</version>',
      '<packaging>pom</packaging><repositories><repository><id>mini</id>',
      `<url>http://127.0.0.1:${(server.address() as AddressInfo).port}</url></repository></repositories>`,
      '<dependencies><dependency><groupId>org.msa</groupId><artifactId>mini</artifactId><version>1</version></dependency>',
      '</dependencies></project>',
    ].join(''),
    sums: new Map([['mini-1.jar', sumOf(jar)]]),
    folder: at('cache/distributions/kafka-mini'),
  })
  const mavenWithPlugins = () => {
    const own = at('cache/maven-repository')
    return maven(
      [
        `if [ -d ${plugins} ]; then mkdir -p ${own} && cp -R ${plugins}/. ${own}; fi`,
        `${realMaven} "$@"; end=$?`,
        `if [ ! -d ${plugins} ]; then cp -R ${own} ${plugins} && rm -rf ${plugins}/org/msa; fi`,
        'exit $end',
      ].join('\n'),
    )
  }
  const fetch = (stallMs?: number) =>
    fetchSets([mini()], {
      ...{cacheDir: at('cache'), mvn: mavenWithPlugins(), java: '/usr/bin/java', env: process.env},
      ...{progress: () => undefined, signal: new AbortController().signal},
      ...(stallMs === undefined ? {} : {stallMs}),
    })

  it('is installed', async () => {
    respond = whole
    await fetch()
    expect(await installedSet(mini().folder)).toMatchObject({jars: [join(mini().folder, 'lib', 'mini-1.jar')]})
  })

  /** Answers for the jar only; poms are as they should be. */
  const jarIs =
    (answer: RequestListener): RequestListener =>
    (request, response) =>
      request.url === `${place}.jar` ? answer(request, response) : whole(request, response)
  const page = '<!DOCTYPE html><html><body>Please log in</body></html>'

  it.each<[string, RequestListener, string, RegExp]>([
    ['404', jarIs((_, response) => response.writeHead(404).end()), 'E_DOWNLOAD', /hasn't got what msa needs/],
    [
      'a login page instead of the jar',
      jarIs((_, response) => response.setHeader('content-type', 'text/html').end(page)),
      'E_CHECKSUM',
      /not what msa was made with/,
    ],
    [
      'a login page instead of everything',
      (_, response) => response.setHeader('content-type', 'text/html').end(page),
      'E_CHECKSUM',
      /not what msa was made with/,
    ],
    [
      'cut at half of it',
      jarIs((_, response) => {
        response.setHeader('content-length', jar.length)
        response.write(jar.subarray(0, jar.length / 2), () => response.destroy())
      }),
      'E_DOWNLOAD',
      /could not fetch/,
    ],
    ['other bytes', jarIs((_, response) => response.end(Buffer.alloc(jar.length, 'b'))), 'E_CHECKSUM', /not what msa/],
    [
      'a redirect to a file',
      jarIs((_, response) => response.writeHead(302, {location: 'file:///etc/passwd'}).end()),
      'E_DOWNLOAD',
      /could not fetch|Maven/,
    ],
  ])('F58: %s: a clear error, and nothing is installed', async (_what, answer, code, message) => {
    respond = answer
    await expect(fetch()).rejects.toMatchObject({code, message: expect.stringMatching(message)})
    expect(await installedSet(mini().folder)).toBeUndefined()
    expect(readdirSync(at('cache/distributions'))).toEqual([])
  })

  it('F58: an endless drip is given up', async () => {
    const timers = new Set<NodeJS.Timeout>()
    respond = jarIs((_, response) => {
      response.setHeader('content-length', jar.length)
      timers.add(setInterval(() => response.write('x'), 100))
    })
    await expect(fetch(6000)).rejects.toMatchObject({
      code: 'E_DOWNLOAD',
      message: expect.stringContaining('stands still'),
    })
    for (const timer of timers) clearInterval(timer)
    expect(await installedSet(mini().folder)).toBeUndefined()
    respond = whole
    await fetch()
    expect(await installedSet(mini().folder)).toBeDefined()
  })
})

describe.skipIf(process.getuid?.() !== 0)('F35: on a full disk', () => {
  const disk = () => at('disk')
  const mount = (options: string) => execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'msa-test', disk()])
  beforeEach(() => mkdirSync(disk()))
  afterEach(() => {
    spawnSync('umount', [disk()])
  })
  const set = (name: 'kafka' | 'zipkin', content: Buffer): MavenSet => ({
    ...{name, pom: '<project/>', folder: join(disk(), 'distributions', `${name}-1`)},
    sums: new Map([[`${name}.jar`, sumOf(content)]]),
  })
  const fetch = (sets: readonly MavenSet[], script: string) =>
    fetchSets(sets, {
      ...{cacheDir: disk(), mvn: maven(script), java: '/usr/bin/java', env: process.env},
      ...{progress: () => undefined, signal: new AbortController().signal},
    })
  const deliver = (name: string) =>
    `mkdir -p ${name}/target/dependency && cp ${at('source.jar')} ${name}/target/dependency/${name}.jar`
  it('what Maven could not write is told, nothing is installed, and with space it works', async () => {
    const content = Buffer.alloc(2_000_000, 'x')
    writeFileSync(at('source.jar'), content)
    const script = `${deliver('kafka')} || { echo "[ERROR] Failed to copy: No space left on device"; exit 1; }`
    mount('size=1m')
    await expect(fetch([set('kafka', content)], script)).rejects.toMatchObject({code: 'E_DISK_FULL'})
    expect(await installedSet(set('kafka', content).folder)).toBeUndefined()
    execFileSync('mount', ['-o', 'remount,size=16m', disk()])
    await fetch([set('kafka', content)], script)
    expect(await installedSet(set('kafka', content).folder)).toBeDefined()
  })

  it('what cannot be unpacked is told, nothing is installed, and with space it works', async () => {
    const zip = createZip(at('source.jar'), new Date(0))
    await zip.add('BOOT-INF/lib/a.jar', Readable.from([randomBytes(700_000)]))
    await zip.close()
    const content = readFileSync(at('source.jar'))
    mount('size=1m')
    await expect(fetch([set('zipkin', content)], deliver('zipkin'))).rejects.toMatchObject({code: 'E_DISK_FULL'})
    expect(await installedSet(set('zipkin', content).folder)).toBeUndefined()
    expect(readdirSync(join(disk(), 'distributions'))).toEqual([])
    execFileSync('mount', ['-o', 'remount,size=16m', disk()])
    await fetch([set('zipkin', content)], deliver('zipkin'))
    expect(await installedSet(set('zipkin', content).folder)).toBeDefined()
  })

  it('F36: without inodes that is told', async () => {
    mount('size=16m,nr_inodes=6')
    const content = Buffer.from('x')
    writeFileSync(at('source.jar'), content)
    await expect(fetch([set('kafka', content)], deliver('kafka'))).rejects.toMatchObject({
      code: 'E_DISK_FULL',
      message: expect.stringContaining('inodes'),
    })
  })
})

describe('msa fetch', () => {
  const env = () => ({...process.env, MSA_CACHE_DIR: at('cache'), PATH: `${at('bin')}:${process.env.PATH}`})
  const begin = () => spawn(process.execPath, [msa, 'fetch', 'dbz-mariadb', '--json'], {env: env(), stdio: 'pipe'})
  const exitOf = (child: ChildProcess) => new Promise<number | null>(resolve => child.once('close', resolve))
  const run = (...args: string[]) =>
    spawnSync(process.execPath, [msa, 'fetch', ...args], {env: env(), encoding: 'utf8', timeout: 120_000})
  const countingMaven = () => maven(`echo run >> ${at('runs')}; exec ${realMaven} "$@"`)

  it('two at the same time: one fetches, the other waits, and both have it', async () => {
    countingMaven()
    expect(await Promise.all([exitOf(begin()), exitOf(begin())])).toEqual([0, 0])
    expect(readFileSync(at('runs'), 'utf8')).toBe('run\n')
    expect(run('dbz-mariadb', '--offline').status).toBe(0)
  })

  it('killed in the middle, its Maven goes on alone; the next one ends that, and fetches', async () => {
    maven(`if [ -e ${at('pid')} ]; then exec ${realMaven} "$@"; fi; echo $$ > ${at('pid')}; exec sleep 300`)
    const killed = begin()
    await vi.waitFor(() => expect(existsSync(at('pid'))).toBe(true), {timeout: 30_000})
    killed.kill('SIGKILL')
    await exitOf(killed)
    const stray = Number(readFileSync(at('pid'), 'utf8'))
    expect(isRunning(stray)).toBe(true)
    expect(run('dbz-mariadb').status).toBe(0)
    expect(isRunning(stray)).toBe(false)
  })

  it('--offline fails at once and names what is missing', () => {
    maven(`touch ${at('asked')}`)
    const {status, stderr} = run('zipkin', 'kafka', '--offline')
    expect([status, stderr]).toEqual([4, expect.stringContaining('zipkin, kafka are not in the cache')])
    expect(existsSync(at('asked'))).toBe(false)
  })

  it('without Maven says what is missing and how to install it', () => {
    const path = {...env(), PATH: dirname(process.execPath), MSA_MAVEN_HOME: at('nowhere')}
    const {status, stderr} = spawnSync(process.execPath, [msa, 'fetch'], {env: path, encoding: 'utf8'})
    expect(status).toBe(4)
    expect(stderr).toContain('Maven is needed')
    expect(stderr).toContain('MSA_MAVEN_HOME')
  })
})

function isRunning(pid: number): boolean {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))
  } catch {
    return false
  }
}
