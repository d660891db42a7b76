import {execFileSync} from 'node:child_process'
import {existsSync, readdirSync, statSync} from 'node:fs'
import {join} from 'node:path'

const root = join(import.meta.dirname, '..', '..')

/** Scenarios run what users run: the built program. It is built once, when a source is newer. */
export default function setup(): void {
  if (isBuilt()) return
  execFileSync(process.execPath, [join(root, 'scripts', 'build.js')], {cwd: root, stdio: 'inherit'})
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
