import {readFileSync} from 'node:fs'
import {createRequire} from 'node:module'
import {dirname, join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {expect, it} from 'vitest'

interface LockFile {
  readonly packages: Readonly<Record<string, {readonly version?: string; readonly engines?: {readonly node?: string}}>>
}

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const read = (name: string): unknown => JSON.parse(readFileSync(join(root, name), 'utf8'))
const {satisfies} = createRequire(import.meta.url)('semver') as {satisfies(version: string, range: string): boolean}
const oldest = '20.19.0'

it(`no installed package refuses Node ${oldest}, the oldest that msa promises to run on`, () => {
  const packages = Object.entries((read('package-lock.json') as LockFile).packages)
  expect(packages.length).toBeGreaterThan(100)
  const refusing = packages.flatMap(([path, {version, engines}]) =>
    engines?.node === undefined || satisfies(oldest, engines.node)
      ? []
      : [`${path} ${version} asks for ${engines.node}`],
  )
  expect(refusing).toEqual([])
})

it('what package.json promises is what is tested', () => {
  expect(read('package.json')).toMatchObject({engines: {node: `>=${oldest}`}})
})
