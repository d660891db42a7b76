import {execFileSync} from 'node:child_process'
import {mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterEach, beforeEach, describe, expect, it} from 'vitest'

const loader = join(import.meta.dirname, '..', 'bin', 'require-compiled.js')

describe('a program whose compiled code is kept', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'msa-compiled-'))
    writeFileSync(join(folder, 'program.cjs'), "exports.greet = name => process.stdout.write('hello ' + name)")
  })
  afterEach(() => rmSync(folder, {recursive: true, force: true}))

  const greet = (then = '') =>
    execFileSync(
      process.execPath,
      [
        '-e',
        `require(${JSON.stringify(loader)}).requireCompiled('${folder}/program.cjs', 'greet').greet('you');${then}`,
      ],
      {encoding: 'utf8'},
    )
  const kept = () => {
    const [name = ''] = readdirSync(join(folder, '.compiled'))
    return join(folder, '.compiled', name)
  }

  it('is the one that a plain require gives afterwards', () => {
    expect(greet(`require('${folder}/program.cjs').greet(' again')`)).toBe('hello youhello  again')
  })

  it('leaves its code for the next start, which leaves it as it is', () => {
    greet()
    const code = readFileSync(kept())
    expect(greet()).toBe('hello you')
    expect(readFileSync(kept()).equals(code)).toBe(true)
  })

  it.each(['damaged', 'cut'])('runs where the kept code is %s, and mends it', kind => {
    greet()
    const code = readFileSync(kept())
    const middle = code.length >> 1
    writeFileSync(kept(), kind === 'cut' ? code.subarray(0, middle) : Buffer.from(code).fill(0x5a, middle, middle + 64))
    expect(greet()).toBe('hello you')
    expect(readFileSync(kept()).length).toBe(code.length)
  })

  it('runs where nothing can be kept', () => {
    writeFileSync(join(folder, '.compiled'), 'a file where the folder would be')
    expect(greet()).toBe('hello you')
  })

  it('keeps nothing of a command that does not exist', () => {
    expect(() => greet('process.exitCode = 127')).toThrow()
    expect(readdirSync(folder)).toEqual(['program.cjs'])
  })
})
