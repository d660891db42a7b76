import {spawn} from 'node:child_process'
import {once} from 'node:events'
import {existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {dirname, join} from 'node:path'
import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import {withPrivateFile} from './private-file.js'

/** Beyond the largest pid of any Linux. */
const dead = 4_194_999

describe('T16: a file with a secret', () => {
  let root = ''
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'private-'))
  })
  afterEach(() => rmSync(root, {recursive: true, force: true}))

  const file = () => ({name: 'my.cnf', content: 'password=1234\n', env: {XDG_RUNTIME_DIR: root}})
  const mode = (path: string) => statSync(path).mode & 0o777

  it('is for the owner alone, in a folder of its own, and gone afterwards', async () => {
    const seen = await withPrivateFile(file(), async path => {
      expect([mode(path), mode(dirname(path))]).toEqual([0o600, 0o700])
      expect(dirname(dirname(path))).toBe(root)
      return readFileSync(path, 'utf8')
    })
    expect(seen).toBe('password=1234\n')
    expect(readdirSync(root)).toEqual([])
  })

  it('is gone when the work fails, too', async () => {
    const failing = withPrivateFile(file(), async () => {
      throw new Error('no')
    })
    await expect(failing).rejects.toThrow('no')
    expect(readdirSync(root)).toEqual([])
  })

  it('that a killed process left is removed by the next; those of the living and of others stay', async () => {
    const living = spawn('sleep', ['60'])
    const kept = [`msa-private-${living.pid}-abcDEF`, `msa-private-${dead}`, 'msa-private-x-abcDEF', 'else']
    for (const name of [...kept, `msa-private-${dead}-abcDEF`]) mkdirSync(join(root, name))
    await withPrivateFile(file(), async () => undefined)
    expect(readdirSync(root).sort()).toEqual([...kept].sort())
    living.kill('SIGKILL')
    await once(living, 'exit')
  })

  it.runIf(existsSync('/dev/shm'))('lies in memory also where the session has no folder for it', async () => {
    const env = {XDG_RUNTIME_DIR: join(root, 'missing')}
    await withPrivateFile({...file(), env}, async path => expect(path).toMatch(/^\/dev\/shm\/msa-private-/))
  })
})
