import {execFileSync} from 'node:child_process'
import {dirname} from 'node:path'
import {fileURLToPath} from 'node:url'
import {providePrerequisites} from './prerequisites.js'

/** Scenarios run what a person runs: the built program, on a machine that has what it needs. */
export default function setup(): void {
  const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))))
  execFileSync('sh', ['-c', '. bin/prepare.sh && prepare "$PWD"'], {cwd: root, stdio: ['ignore', 'inherit', 'inherit']})
  providePrerequisites(root)
}
