import {execFileSync} from 'node:child_process'
import {createHash} from 'node:crypto'
import {chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {dirname, join} from 'node:path'
import {afterEach, beforeEach} from 'vitest'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'msa-distributions-'))
})
afterEach(() => rmSync(folder, {recursive: true, force: true}))

/** A path in a new folder, one for each test. */
export const at = (path: string) => join(folder, path)

export const sumOf = (content: string | Buffer) => createHash('sha256').update(content).digest('hex')
export const realMaven = execFileSync('sh', ['-c', 'command -v mvn'], {encoding: 'utf8'}).trim()

/** A program in Maven's place, or before it. */
export function maven(script: string): string {
  const path = at('bin/mvn')
  mkdirSync(dirname(path), {recursive: true})
  writeFileSync(path, `#!/bin/sh\n${script}\n`)
  chmodSync(path, 0o755)
  return path
}
