import {mkdtempSync, readdirSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterEach, beforeEach, expect, it} from 'vitest'
import {foldersBelow, removeLeftoverTemporaries} from './leftover-files.js'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'leftover-'))
})
afterEach(() => rmSync(folder, {recursive: true, force: true}))

/** Beyond the largest pid of any Linux. */
const dead = 4_194_999

it('P13: removes what a killed writer left, and nothing else', async () => {
  const kept = ['state.json', 'notes.tmp', `.state.json.${process.pid}.ab12cd.tmp`, '.hidden', `x.${dead}.ab12cd.tmp`]
  for (const name of [...kept, `.state.json.${dead}.ab12cd.tmp`]) writeFileSync(join(folder, name), '')
  await removeLeftoverTemporaries([folder, join(folder, 'missing')])
  expect(readdirSync(folder).sort()).toEqual([...kept].sort())
})

it('lists the folders right below one, none where it is missing', async () => {
  writeFileSync(join(folder, 'file'), '')
  expect(await foldersBelow(tmpdir())).toContain(folder)
  expect(await foldersBelow(folder)).toEqual([])
  expect(await foldersBelow(join(folder, 'missing'))).toEqual([])
})
