import {mkdtempSync, readdirSync, rmSync} from 'node:fs'
import {createServer, type RequestListener, type Server} from 'node:http'
import type {AddressInfo} from 'node:net'
import {tmpdir} from 'node:os'
import {dirname, join} from 'node:path'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {fetchSets} from '../../src/distributions/fetch-sets.js'
import {installedSet} from '../../src/distributions/installed-set.js'
import type {MavenSet} from '../../src/distributions/maven-sets.js'
import {at, maven, realMaven, sumOf} from './stand-in-maven.js'

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
