import {mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterEach, beforeEach, expect, it} from 'vitest'
import {installedSet} from './installed-set.js'

let folder = ''
const lib = (name = '') => join(folder, 'lib', name)
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'msa-set-'))
  mkdirSync(lib())
  writeFileSync(lib('b.jar'), 'bb')
  writeFileSync(lib('a.jar'), 'a')
  writeFileSync(
    join(folder, 'installed.json'),
    JSON.stringify({
      jars: [
        ['a.jar', 1],
        ['b.jar', 2],
      ],
    }),
  )
})
afterEach(() => rmSync(folder, {recursive: true, force: true}))

it('is there with its jars in the order of its record', async () => {
  expect(await installedSet(folder)).toEqual({dir: lib(), jars: [lib('a.jar'), lib('b.jar')]})
})

it.each([
  ['a jar was cut', () => truncateSync(lib('b.jar'), 1)],
  ['a jar is missing', () => rmSync(lib('a.jar'))],
  ['a jar was put beside the others', () => writeFileSync(lib('c.jar'), '')],
  ['its record was never written', () => rmSync(join(folder, 'installed.json'))],
  ['its record is cut', () => writeFileSync(join(folder, 'installed.json'), '{"jars": [["a.')],
  ['it was removed', () => rmSync(folder, {recursive: true})],
])('is not installed when %s', async (_what, damage) => {
  damage()
  expect(await installedSet(folder)).toBeUndefined()
})
