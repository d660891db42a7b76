import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {packageRoot} from '../platform/package-root.js'
import {distributionNames, parseSums, readMavenSet} from './maven-sets.js'

const place = {cacheDir: '/cache', templatesDir: join(packageRoot(), 'templates')}

describe.each(distributionNames)('the set %s', name => {
  it('pins every version and every sum', async () => {
    const {pom, sums, folder} = await readMavenSet(name, place)
    expect(pom.match(/<version>[^<]*<\/version>/g)?.join()).not.toMatch(/LATEST|RELEASE|SNAPSHOT|[[(,]\d/)
    expect(pom.match(/<dependency>/g)?.length).toBe((pom.match(/<version>/g)?.length ?? 0) - 1)
    expect(sums.size).toBeGreaterThan(0)
    expect(folder).toMatch(new RegExp(`^/cache/distributions/${name}-[0-9a-f]{12}$`))
  })
})

it.each(['nonsense', `${'0'.repeat(64)}  ../../etc/passwd`, `${'0'.repeat(63)}  a.jar`])(
  'a line %j is no sum: nothing is written outside the folder of the set',
  line => expect(() => parseSums(line)).toThrow('not a line of sha256sum'),
)

it('another sum is another folder', async () => {
  const folders = await Promise.all(distributionNames.map(async name => (await readMavenSet(name, place)).folder))
  expect(new Set(folders).size).toBe(distributionNames.length)
})
