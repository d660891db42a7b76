import {createHash} from 'node:crypto'
import {existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {dirname, join} from 'node:path'
import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import {type CacheEntry, cacheEntries, pruneCache, verifyCache} from './cache-entries.js'
import {distributionNames, readMavenSet} from './maven-sets.js'

let folder = ''
const place = () => ({cacheDir: join(folder, 'cache'), templatesDir: join(folder, 'templates')})
const inCache = (path: string) => join(folder, 'cache', path)

function write(path: string, content: string): void {
  mkdirSync(dirname(join(folder, path)), {recursive: true})
  writeFileSync(join(folder, path), content)
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'msa-cache-'))
  const sum = createHash('sha256').update('jar').digest('hex')
  for (const name of distributionNames) {
    write(`templates/maven/${name}/pom.xml`, '<project/>')
    write(`templates/maven/${name}/sums.txt`, `${sum}  ${name}.jar\n`)
  }
})
afterEach(() => rmSync(folder, {recursive: true, force: true}))

/** A whole set, by its name below the cache. */
async function install(name: (typeof distributionNames)[number], jar = 'jar'): Promise<string> {
  const set = await readMavenSet(name, place())
  const below = set.folder.slice(folder.length + 1)
  write(`${below}/lib/${name}.jar`, jar)
  write(`${below}/installed.json`, JSON.stringify({jars: [[`${name}.jar`, 3]]}))
  return set.folder.slice(place().cacheDir.length + 1)
}

/** One of each kind. */
async function fill(): Promise<{readonly kafka: string; readonly zipkin: string}> {
  const names = {kafka: await install('kafka'), zipkin: await install('zipkin', 'cut!')}
  write('cache/distributions/kafka-000000000000/lib/kafka.jar', 'old')
  write('cache/distributions/.work/pom.xml', '')
  write('cache/maven-repository/half.jar', 'half')
  write('cache/class-archives/kafka-1.jsa', 'archive')
  write('cache/program-versions.json', '[]')
  return names
}

describe('the cache', () => {
  it('lists what it holds, and what of it is of use', async () => {
    const {kafka, zipkin} = await fill()
    const entries = await cacheEntries(place())
    expect(Object.fromEntries(entries.map(({name, state}) => [name, state]))).toEqual({
      [kafka]: 'current',
      [zipkin]: 'damaged',
      'distributions/kafka-000000000000': 'old',
      'distributions/.work': 'left over',
      'maven-repository': 'left over',
      'class-archives/kafka-1.jsa': 'made',
    })
    expect(entries.find(({state}) => state === 'made')?.bytes).toBe('archive'.length)
    expect(entries.find(({state}) => state === 'old')?.bytes).toBe('old'.length)
  })

  it('is empty before the first fetch', async () => expect(await cacheEntries(place())).toEqual([]))

  it('is verified byte by byte: a jar of the right size with other bytes is found', async () => {
    await install('kafka')
    await install('zipkin', 'jaR')
    const verified = await verifyCache(place())
    expect(verified.map(({name, problems}) => [name, problems.length])).toEqual([
      ['kafka', 0],
      ['zipkin', 1],
    ])
    expect(verified[1]?.problems[0]).toMatch(/^zipkin\.jar \(3 bytes\) has the sum/)
  })
})

describe('pruning', () => {
  interface Prune {
    readonly all?: boolean
    readonly dryRun?: boolean
    readonly says?: 'yes' | 'no'
    readonly running?: readonly {readonly pid: number}[]
    readonly images?: readonly CacheEntry[]
    /** Names of images from which containers are made. */
    readonly used?: readonly string[]
  }
  const prune = ({all = false, dryRun = false, says = 'yes', running = [], images = [], used = []}: Prune = {}) => {
    const approve = async () => {
      if (says === 'no') throw new Error('no')
    }
    const engine = {entries: images, remove: async ({name}: CacheEntry) => !used.includes(name)}
    const signal = new AbortController().signal
    return pruneCache(place(), {all, dryRun, images: engine, approve, signal}, () => running)
  }
  const names = async () => (await cacheEntries(place())).map(({name}) => name)

  it('deletes what is of no use, and keeps the rest', async () => {
    const {kafka} = await fill()
    await prune()
    expect(await names()).toEqual([kafka, 'class-archives/kafka-1.jsa'])
  })

  it('deletes everything with --all', async () => {
    await fill()
    await prune({all: true})
    expect(await names()).toEqual([])
  })

  it('deletes nothing while a lab runs, since its servers open jars as they need them', async () => {
    await fill()
    await expect(prune({running: [{pid: 7}]})).rejects.toMatchObject({code: 'E_BUSY'})
    expect(existsSync(inCache('distributions/kafka-000000000000'))).toBe(true)
  })

  it('deletes old images on an engine, also while a lab runs, and tells of none that is in use', async () => {
    const image = (name: string, state: CacheEntry['state']) => ({
      name,
      state,
      path: 'unix:///e',
      image: name,
      bytes: 1,
    })
    const images = [image('mine', 'made'), image('old', 'old'), image('used', 'old')]
    expect(await prune({images, used: ['used'], running: [{pid: 7}]})).toEqual([image('old', 'old')])
    expect((await prune({images, dryRun: true, all: true})).map(({name}) => name)).toEqual(['mine', 'old', 'used'])
  })

  it('only tells with --dry-run', async () => {
    await fill()
    expect((await prune({dryRun: true})).map(({state}) => state).sort()).toEqual([
      'damaged',
      'left over',
      'left over',
      'old',
    ])
    expect(existsSync(inCache('maven-repository'))).toBe(true)
  })

  it('deletes nothing without a yes', async () => {
    await fill()
    const before = await cacheEntries(place())
    await expect(prune({says: 'no'})).rejects.toThrow()
    expect(await cacheEntries(place())).toEqual(before)
  })
})
