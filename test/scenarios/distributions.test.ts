import {type ChildProcess, execFileSync, spawn, spawnSync} from 'node:child_process'
import {randomBytes} from 'node:crypto'
import {existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync} from 'node:fs'
import {dirname, join} from 'node:path'
import {Readable} from 'node:stream'
import {fileURLToPath} from 'node:url'
import {afterEach, beforeEach, describe, expect, it, vi} from 'vitest'
import {fetchSets} from '../../src/distributions/fetch-sets.js'
import {installedSet} from '../../src/distributions/installed-set.js'
import type {MavenSet} from '../../src/distributions/maven-sets.js'
import {createZip} from '../../src/platform/archives.js'
import {at, maven, realMaven, sumOf} from './stand-in-maven.js'

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))))
const msa = join(root, 'bin', 'run.js')

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
