import {mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import {writeBeside} from './write-beside.js'

let home: string
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'msa-export-'))
})
afterEach(() => rmSync(home, {recursive: true, force: true}))

const files = [
  {path: 'files/kafka/password', mode: 0o600, content: 'new'},
  {path: 'docker-compose.yml', mode: 0o644, content: 'new'},
]
const impossible = {path: 'copied', mode: undefined, from: '/nowhere/at/all'}

describe('files of an export', () => {
  it('are for whom they should be, and so are their folders', async () => {
    const folder = join(home, 'deep', 'compose')
    await writeBeside(folder, files, false)
    const mode = (path: string) => statSync(join(folder, path)).mode & 0o777
    expect(mode('files')).toBe(0o700)
    expect(mode('files/kafka/password')).toBe(0o600)
    expect(mode('docker-compose.yml') & 0o044).not.toBe(0)
    expect(readdirSync(folder).sort()).toEqual(['docker-compose.yml', 'files'])
  })

  it('copy folders with the rights that their files have', async () => {
    mkdirSync(join(home, 'from', 'sub'), {recursive: true})
    writeFileSync(join(home, 'from', 'sub', 'a.yml'), 'a', {mode: 0o640})
    await writeBeside(join(home, 'to'), [{path: 'config', mode: undefined, from: join(home, 'from')}], false)
    expect(statSync(join(home, 'to', 'config', 'sub', 'a.yml')).mode & 0o777).toBe(0o640)
  })

  it('are all written or none: a new folder is gone again', async () => {
    await expect(writeBeside(join(home, 'compose'), [...files, impossible], false)).rejects.toThrow(/cannot write/)
    expect(readdirSync(home)).toEqual([])
  })

  it('leave what is there, and name it', async () => {
    writeFileSync(join(home, 'docker-compose.yml'), 'mine')
    await expect(writeBeside(home, files, false)).rejects.toThrow(/already has docker-compose.yml; nothing was written/)
    await expect(writeBeside(home, [...files, impossible], true)).rejects.toThrow(/what was there is as it was/)
    expect(readdirSync(home)).toEqual(['docker-compose.yml'])
    expect(readFileSync(join(home, 'docker-compose.yml'), 'utf8')).toBe('mine')
  })

  it('take the place of an earlier export as a whole when they may', async () => {
    await writeBeside(home, [{path: 'files/gone/old', mode: 0o600, content: 'old'}], false)
    writeFileSync(join(home, 'README'), 'mine')
    await writeBeside(home, files, true)
    expect(readdirSync(join(home, 'files'))).toEqual(['kafka'])
    expect(readFileSync(join(home, 'README'), 'utf8')).toBe('mine')
  })
})
