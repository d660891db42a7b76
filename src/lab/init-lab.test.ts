import {existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterAll, describe, expect, it} from 'vitest'
import {initLab, provideConfigRepository} from './init-lab.js'
import {catalogue} from './lab-file/catalogue.fixture.js'
import {loadLab} from './load-lab.js'
import {findLab} from './place.js'
import {presetNames} from './presets.js'

const base = mkdtempSync(join(tmpdir(), 'init-'))
afterAll(() => rmSync(base, {recursive: true, force: true}))

describe('init', () => {
  it.each(presetNames)('writes a lab that can be read: %s', async preset => {
    const folder = join(base, 'new', preset)
    const {written} = await initLab({folder, preset})
    expect(written).toContain('msa.yml')
    const place = findLab({file: undefined, cwd: folder, env: {}})
    const lab = await loadLab(place, catalogue, {}, folder)
    expect(lab.config.repository).toBe(join(folder, 'config-repo'))
    expect(lab.services).toEqual([])
  })

  it('gives a new lab its key, for msa encrypt before the first up', () => {
    const key = readFileSync(join(base, 'new', 'course', '.msa', 'secrets', 'encrypt.key'), 'utf8')
    expect(key.trim()).toBe('abcdefghijklmnopqrstuvwxyz0123456789')
  })

  it('keeps the database password as the cipher of the course', () => {
    const text = readFileSync(join(base, 'new', 'course', 'config-repo', 'user-service.yml'), 'utf8')
    expect(text).toContain("'{cipher}0c7649b1698b8df8337716a26eafba4a90499ea5df3eff8d8492abfe0fff978a'")
  })

  it.each(['msa.yml', 'msa.yaml', 'config-repo', 'connectors'])(
    'refuses to touch %s that is there, and writes nothing',
    async name => {
      const folder = join(base, 'taken', name)
      mkdirSync(folder, {recursive: true})
      if (name.startsWith('msa')) writeFileSync(join(folder, name), 'mine')
      else mkdirSync(join(folder, name))
      await expect(initLab({folder, preset: 'course'})).rejects.toMatchObject({
        code: 'E_INPUT',
        message: expect.stringContaining(`already has ${name}; nothing was written`),
      })
      expect(readdirSync(folder)).toEqual([name])
    },
  )

  it('leaves nothing half-written when the folder cannot be made', async () => {
    writeFileSync(join(base, 'file'), '')
    await expect(initLab({folder: join(base, 'file', 'lab'), preset: 'kafka'})).rejects.toMatchObject({code: 'E_IO'})
    expect(existsSync(join(base, 'file', 'lab'))).toBe(false)
  })

  it('gives the built-in lab a config repository once, and leaves an edited one alone', async () => {
    const root = join(base, 'default')
    await provideConfigRepository(root)
    writeFileSync(join(root, 'config-repo', 'application.yml'), 'edited: true\n')
    await provideConfigRepository(root)
    expect(readFileSync(join(root, 'config-repo', 'application.yml'), 'utf8')).toBe('edited: true\n')
    expect(readdirSync(root)).toEqual(['config-repo'])
  })
})
