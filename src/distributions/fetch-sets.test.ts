import {createHash} from 'node:crypto'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import {MsaError} from '../errors.js'
import {bootId, isAlive, processFacts} from '../platform/processes.js'
import {type FetchOptions, type FetchProgress, fetchSets} from './fetch-sets.js'
import {installedSet} from './installed-set.js'
import {jarTime} from './lay-out-jars.js'
import type {MavenSet} from './maven-sets.js'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'msa-fetch-'))
  mkdirSync(cache())
})
afterEach(() => rmSync(folder, {recursive: true, force: true}))

const at = (path: string) => join(folder, path)
const cache = () => at('cache')
const repository = () => join(cache(), 'maven-repository')
const sumOf = (text: string) => createHash('sha256').update(text).digest('hex')

/** A set of one jar with that content. */
const set = (name: MavenSet['name'], content = `${name}\n`): MavenSet => ({
  name,
  pom: '<project/>',
  sums: new Map([[`${name}.jar`, sumOf(content)]]),
  folder: join(cache(), 'distributions', `${name}-0123`),
})

/** A program in Maven's place; it runs in the folder where the poms lie. */
function maven(script: string): string {
  writeFileSync(at('mvn'), `#!/bin/sh\necho run >> ${at('runs')}\nmkdir -p ${repository()}\n${script}\n`)
  chmodSync(at('mvn'), 0o755)
  return at('mvn')
}

/** Fetches as it should: each set's jar holds the set's name. */
const goodScript = [
  `for pom in */pom.xml; do name=$(dirname $pom); mkdir -p $name/target/dependency`,
  `echo $name > $name/target/dependency/$name.jar; cp $name/target/dependency/$name.jar ${'$'}{0%/*}/cache/maven-repository; done`,
].join('\n')
const transferFailed = 'echo "[ERROR] Could not transfer artifact a:b:jar:1: Premature end of Content-Length"; exit 1'

const runs = () => readFileSync(at('runs'), 'utf8').split('\n').length - 1

function fetch(sets: readonly MavenSet[], script: string, more: Partial<FetchOptions> = {}): Promise<void> {
  return fetchSets(sets, {
    ...{cacheDir: cache(), mvn: maven(script), java: '/nowhere/java', env: {PATH: process.env.PATH}},
    ...{progress: () => undefined, signal: new AbortController().signal},
    ...more,
  })
}

const failureOf = (promise: Promise<void>) =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  )

/** Nothing counts as installed, and nothing half-done lies about. */
async function expectNothing(...sets: readonly MavenSet[]): Promise<void> {
  for (const {folder} of sets) expect(await installedSet(folder)).toBeUndefined()
  expect(readdirSync(join(cache(), 'distributions'))).toEqual([])
}

describe('P24: sets that are missing', () => {
  it('are fetched by one Maven, and leave nothing but themselves', async () => {
    const steps: FetchProgress['step'][] = []
    const sets = [set('kafka'), set('dbz-jdbc')]
    await fetch(sets, goodScript, {progress: ({step}) => steps.push(step)})
    for (const {folder, name} of sets)
      expect(await installedSet(folder)).toEqual({dir: join(folder, 'lib'), jars: [join(folder, 'lib', `${name}.jar`)]})
    expect(runs()).toBe(1)
    expect(readdirSync(cache())).toEqual(['distributions'])
    expect(readdirSync(join(cache(), 'distributions'))).toEqual(['dbz-jdbc-0123', 'kafka-0123'])
    expect([...new Set(steps)]).toEqual(['downloading', 'verifying', 'unpacking', 'done'])
  })

  it('have jars of one and the same time, so that a class-data archive stays valid for them', async () => {
    await fetch([set('kafka')], goodScript)
    expect(statSync(join(set('kafka').folder, 'lib', 'kafka.jar')).mtime).toEqual(jarTime)
  })

  it('are fetched once when two want them at the same time', async () => {
    const steps: FetchProgress['step'][] = []
    const sets = [set('kafka'), set('dbz-jdbc')]
    const second = () => fetch(sets, goodScript, {progress: ({step}) => steps.push(step)})
    await Promise.all([fetch(sets, goodScript), second()])
    expect(runs()).toBe(1)
    expect(steps).toEqual(['waiting-for-another-msa', 'done'])
  })

  it('are fetched anew when what is there is damaged', async () => {
    await fetch([set('kafka')], goodScript)
    writeFileSync(join(set('kafka').folder, 'lib', 'kafka.jar'), 'x')
    await fetch([set('kafka')], goodScript)
    expect(readFileSync(join(set('kafka').folder, 'lib', 'kafka.jar'), 'utf8')).toBe('kafka\n')
  })
})

describe('F58: nothing counts as installed when', () => {
  it('the download is cut; what has come is kept, and the next try goes on with it', async () => {
    const error = await failureOf(fetch([set('kafka')], `echo half > ${repository()}/half; ${transferFailed}`))
    expect(error).toMatchObject({
      code: 'E_DOWNLOAD',
      suggestions: [expect.stringContaining('goes on where it stopped'), expect.any(String)],
    })
    await expectNothing(set('kafka'))
    await fetch([set('kafka')], `cat ${repository()}/half > ${at('seen')}; ${goodScript}`)
    expect(readFileSync(at('seen'), 'utf8')).toBe('half\n')
  })

  it('other bytes come than should; both sums are told, and what has come is thrown away', async () => {
    const other = set('kafka', 'other')
    const error = await failureOf(fetch([set('dbz-jdbc'), other], goodScript))
    expect(error).toMatchObject({
      code: 'E_CHECKSUM',
      details: [`kafka.jar (6 bytes) has the sum ${sumOf('kafka\n')}, but it should have ${sumOf('other')}`],
    })
    await expectNothing(set('dbz-jdbc'), other)
    expect(existsSync(repository())).toBe(false)
  })

  it('Maven ends well without a jar, or with one too many', async () => {
    const empty = await failureOf(fetch([set('kafka')], 'exit 0'))
    expect(empty).toMatchObject({code: 'E_CHECKSUM', details: ['kafka.jar is missing']})
    const script = `${goodScript}; echo x > kafka/target/dependency/evil.jar`
    const more = await failureOf(fetch([set('kafka')], script))
    expect(more).toMatchObject({code: 'E_CHECKSUM', details: ['evil.jar does not belong to it']})
    await expectNothing(set('kafka'))
  })

  it('the download hangs or drips: it is ended with all that it started', async () => {
    const script = `sleep 300 & echo $! > ${at('pid')}; while true; do echo x >> ${repository()}/drip; sleep 0.05; done`
    const error = await failureOf(fetch([set('kafka')], script, {stallMs: 400}))
    expect(error).toMatchObject({code: 'E_DOWNLOAD', message: expect.stringContaining('stands still')})
    await expectNothing(set('kafka'))
    expect(processFacts(Number(readFileSync(at('pid'), 'utf8')), bootId())?.isZombie ?? true).toBe(true)
  })

  it('it is interrupted', async () => {
    const interrupt = new AbortController()
    const why = new MsaError('E_INTERRUPTED', 'interrupted', {tryThis: ['x']})
    const script = `echo $$ > ${at('pid')}; sleep 300`
    const fetching = failureOf(
      fetch([set('kafka')], script, {
        signal: interrupt.signal,
        progress: () => {
          if (existsSync(at('pid'))) interrupt.abort(why)
        },
      }),
    )
    expect(await fetching).toBe(why)
    await expectNothing(set('kafka'))
    const pid = Number(readFileSync(at('pid'), 'utf8'))
    expect(isAlive(processFacts(pid, bootId()) ?? {pid, bootId: '', startTime: ''})).toBe(false)
  })

  it('Maven cannot be run', async () => {
    const error = await failureOf(fetch([set('kafka')], '', {mvn: at('nowhere')}))
    expect(error).toMatchObject({code: 'E_DOWNLOAD', message: expect.stringContaining('ENOENT')})
    await expectNothing(set('kafka'))
  })
})

describe('rubbish of an earlier, cut download', () => {
  it('is thrown away once it proves to be the culprit, and all is fetched from the beginning', async () => {
    mkdirSync(repository())
    writeFileSync(join(repository(), 'html.pom'), '<html>')
    const script = `if [ -e ${repository()}/html.pom ]; then echo "[ERROR] Non-parseable POM"; exit 1; fi; ${goodScript}`
    await fetch([set('kafka')], script)
    expect(await installedSet(set('kafka').folder)).toBeDefined()
    expect(runs()).toBe(2)
  })

  it('is not tried for ever: the second failure is told', async () => {
    mkdirSync(repository())
    writeFileSync(join(repository(), 'html.pom'), '<html>')
    expect(await failureOf(fetch([set('kafka')], 'echo "[ERROR] Non-parseable POM"; exit 1'))).toMatchObject({
      code: 'E_DOWNLOAD',
      details: ['Non-parseable POM'],
    })
    expect(runs()).toBe(2)
  })
})
