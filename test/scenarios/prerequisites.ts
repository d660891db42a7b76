import {execFileSync} from 'node:child_process'
import {existsSync} from 'node:fs'
import {join} from 'node:path'

/** Tools that scenarios use beside msa's own servers, with the Debian package that brings each. */
const tools: Readonly<Record<string, string>> = {
  kcat: 'kcat',
  strace: 'strace',
  socat: 'socat',
  script: 'bsdutils',
  setpriv: 'util-linux',
  unshare: 'util-linux',
  gcc: 'gcc',
  curl: 'curl',
  git: 'git',
}

/**
 * Brings what the scenarios need onto a bare machine: the servers by msa's own installer, as its users do it, and the tools by apt. What is
 * there already costs a look.
 */
export function providePrerequisites(root: string): void {
  const missing = Object.entries(tools).filter(([tool]) => !isOnPath(tool))
  if (missing.length > 0) installTools([...new Set(missing.map(([, name]) => name))])
  execFileSync(process.execPath, [join(root, 'bin', 'run.js'), 'doctor', '--fix', '--yes'], {
    cwd: '/',
    stdio: 'inherit',
  })
}

function isOnPath(tool: string): boolean {
  return (process.env.PATH ?? '').split(':').some(folder => existsSync(join(folder, tool)))
}

function installTools(packages: readonly string[]): void {
  if (process.getuid?.() !== 0)
    throw new Error(`the scenario tests need more programs: apt-get install ${packages.join(' ')}`)
  const env = {...process.env, DEBIAN_FRONTEND: 'noninteractive'}
  const apt = (...words: string[]) => execFileSync('apt-get', words, {env, stdio: ['ignore', 2, 2]})
  apt('update', '-qq')
  apt('install', '-y', '-qq', '--no-install-recommends', ...packages)
}
