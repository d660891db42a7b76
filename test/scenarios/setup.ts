import {execFileSync} from 'node:child_process'
import {existsSync, readdirSync, statSync} from 'node:fs'
import {join} from 'node:path'

import {providePrerequisites} from './prerequisites.js'

const root = join(import.meta.dirname, '..', '..')

/** Scenarios run what users run: the built program, on a machine that has what it needs. It is built once, when a source is newer. */
export default function setup(): void {
  if (!isBuilt()) execFileSync(process.execPath, [join(root, 'scripts', 'build.js')], {cwd: root, stdio: 'inherit'})
  providePrerequisites(root)
}

function isBuilt(): boolean {
  const stamp = join(root, 'dist', '.stamp')
  if (!existsSync(stamp)) return false
  const builtAt = statSync(stamp).mtimeMs
  const sources = readdirSync(join(root, 'src'), {recursive: true, encoding: 'utf8'}).map(name =>
    join(root, 'src', name),
  )
  return [...sources, join(root, 'scripts', 'build.js')].every(path => statSync(path).mtimeMs <= builtAt)
}
