import {execFileSync} from 'node:child_process'
import {mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterAll, describe, expect, it} from 'vitest'
import {loadLab} from '../load-lab.js'
import {findLab} from '../place.js'
import {catalogue} from './catalogue.fixture.js'
import {readLabText} from './lab-text.js'

const folder = mkdtempSync(join(tmpdir(), 'lab-text-'))
afterAll(() => rmSync(folder, {recursive: true, force: true}))
const path = join(folder, 'msa.yml')
const bytes = (...parts: (string | number[])[]) => Buffer.concat(parts.map(part => Buffer.from(part as string)))

describe('what is read', () => {
  it.each([
    ['B23: nothing there', join(folder, 'none.yml'), /there is no lab file .*none\.yml/],
    ['B24: a folder', folder, /is not a regular file/],
    ['B24: a device', '/dev/zero', /is not a regular file/],
  ])('%s is refused', async (_, file, expected) => {
    await expect(readLabText(file)).rejects.toMatchObject({
      code: 'E_LAB_FILE_INVALID',
      message: expect.stringMatching(expected),
    })
  })

  it('B24: a pipe is refused at once', async () => {
    execFileSync('mkfifo', [join(folder, 'pipe')])
    await expect(readLabText(join(folder, 'pipe'))).rejects.toThrow(/is not a regular file/)
  })

  it('B24: a gigabyte is refused without being read', async () => {
    writeFileSync(join(folder, 'huge'), '')
    truncateSync(join(folder, 'huge'), 2 ** 30)
    await expect(readLabText(join(folder, 'huge'))).rejects.toThrow(/is larger than 1 MiB/)
  })

  it('B23: says how to get one', async () => {
    await expect(readLabText(join(folder, 'none.yml'))).rejects.toMatchObject({
      suggestions: ['Write one: msa init', expect.anything()],
    })
  })
})

describe('B27: encodings', () => {
  it.each([
    ['UTF-16 little endian', bytes([0xff, 0xfe, 0x76, 0x00]), /UTF-16 \(little endian\) at byte 0/],
    ['UTF-16 big endian', bytes([0xfe, 0xff, 0x00, 0x76]), /UTF-16 \(big endian\) at byte 0/],
    ['UTF-16 without mark', bytes([0x76, 0x00, 0x65, 0x00]), /UTF-16 without a byte order mark, or a NUL, at byte 1/],
    ['Latin-1', bytes('name: é', [0xe9]), /not UTF-8 \(0xe9, perhaps Latin-1\) at byte 8/],
    ['a real U+FFFD before a bad byte', bytes('\ufffd', [0x80]), /\(0x80, perhaps Latin-1\) at byte 3/],
    ['a NUL', bytes('name: a\0b'), /a NUL character at byte 7/],
  ])('%s is named with its place', async (_, content, expected) => {
    writeFileSync(path, content)
    await expect(readLabText(path)).rejects.toThrow(expected)
  })

  it('a byte order mark is fine, and does not move columns', async () => {
    writeFileSync(path, bytes([0xef, 0xbb, 0xbf], 'version: 1\n'))
    expect(await readLabText(path)).toBe('version: 1\n')
  })
})

describe('B47: what the paths lead to', () => {
  const load = (text: string) => {
    writeFileSync(path, text)
    return loadLab(findLab({file: path, cwd: folder, env: {}}), catalogue, {}, folder)
  }
  mkdirSync(join(folder, 'conf'))
  symlinkSync('loop-b', join(folder, 'loop-a'))
  symlinkSync('loop-a', join(folder, 'loop-b'))
  symlinkSync('/etc', join(folder, 'etc'))

  it.each([
    ['conf-missing', /msa\.yml:2:9: config\.repository: there is no .*conf-missing, expected a folder/],
    ['loop-a', /loop-a is a loop of symbolic links, expected a folder/],
    ['etc', /etc is a symbolic link out of the lab's folder/],
    ['msa.yml', /msa\.yml is a file, expected a folder/],
  ])('config: %s', async (config, expected) => {
    await expect(load(`version: 1\nconfig: ${config}\n`)).rejects.toThrow(expected)
  })

  it('a folder within is fine', async () => {
    expect((await load('version: 1\nconfig: conf\n')).config.repository).toBe(join(folder, 'conf'))
  })

  it('without a lab file, it is the built-in lab with everything', async () => {
    const lab = await loadLab(findLab({file: undefined, cwd: '/', env: {MSA_HOME: folder}}), catalogue, {}, '/')
    expect(lab).toMatchObject({file: undefined, name: 'default'})
    expect(lab.components).toHaveLength(catalogue.length)
  })
})
