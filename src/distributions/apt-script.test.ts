import {spawn, spawnSync} from 'node:child_process'
import {chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import {aptScript} from './apt-script.js'

let root = ''
const at = (path: string) => join(root, path)
const policy = () => at('usr/sbin/policy-rc.d')

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'msa-apt-'))
  for (const folder of ['bin', 'usr/sbin', 'var/lock', 'lib/systemd/system', 'etc/init.d'])
    mkdirSync(at(folder), {recursive: true})
  program('deb-systemd-helper', `echo "$DPKG_MAINTSCRIPT_PACKAGE $@" >> ${at('disabled')}`)
  program('update-rc.d', '')
})
afterEach(() => rmSync(root, {recursive: true, force: true}))

function program(name: string, script: string): void {
  writeFileSync(at(`bin/${name}`), `#!/bin/sh\n${script}\n`)
  chmodSync(at(`bin/${name}`), 0o755)
}

const env = () => ({PATH: `${at('bin')}:${process.env.PATH}`})
const script = () => aptScript(['prometheus'], ['prometheus.service'], root)
const run = () => spawnSync('sh', ['-c', script()], {env: env(), encoding: 'utf8'})

/** What the packages' scripts would be told while they are installed. */
const askPolicy = () => `${policy()} prometheus start; echo $? > ${at('asked')}`

describe('while packages are installed', () => {
  it('no service may start, and afterwards the machine is as it was', () => {
    program('apt-get', askPolicy())
    expect(run().status).toBe(0)
    expect(readFileSync(at('asked'), 'utf8')).toBe('101\n')
    expect(existsSync(policy())).toBe(false)
  })

  it("the machine's own policy is kept aside and put back, also when the installation fails", () => {
    for (const exit of [0, 100]) {
      writeFileSync(policy(), '#!/bin/sh\nexit 0\n', {mode: 0o755})
      program('apt-get', `${askPolicy()}; exit ${exit}`)
      expect(run().status).toBe(exit)
      expect(readFileSync(at('asked'), 'utf8')).toBe('101\n')
      expect(readFileSync(policy(), 'utf8')).toBe('#!/bin/sh\nexit 0\n')
    }
  })

  it('an interrupt waits for the end, since half a package is worse than a package', async () => {
    program('apt-get', `echo begun; while [ ! -e ${at('go')} ]; do sleep 0.02; done; ${askPolicy()}`)
    const child = spawn('sh', ['-c', script()], {env: env(), stdio: ['ignore', 'pipe', 'inherit'], detached: true})
    await new Promise(resolve => child.stdout.once('data', resolve))
    const ended = new Promise(resolve => child.once('exit', resolve))
    process.kill(-(child.pid ?? 0), 'SIGINT')
    process.kill(-(child.pid ?? 0), 'SIGTERM')
    writeFileSync(at('go'), '')
    expect(await ended).toBe(0)
    expect(readFileSync(at('asked'), 'utf8')).toBe('101\n')
    expect(existsSync(policy())).toBe(false)
  })
})

describe('after a power cut in the middle of an installation', () => {
  it('the next one puts back what the first had put aside', () => {
    writeFileSync(policy(), '#!/bin/sh\n# by msa, for the time of one installation\nexit 101\n')
    writeFileSync(`${policy()}.before-msa`, 'own')
    program('apt-get', '')
    run()
    expect(readFileSync(policy(), 'utf8')).toBe('own')
    expect(existsSync(`${policy()}.before-msa`)).toBe(false)
  })

  it('the next one removes what the first had made where nothing was', () => {
    writeFileSync(policy(), '#!/bin/sh\n# by msa, for the time of one installation\nexit 101\n')
    program('apt-get', '')
    run()
    expect(existsSync(policy())).toBe(false)
  })
})

describe('at the next boot', () => {
  it('a service that came with the packages does not start', () => {
    program('apt-get', '')
    run()
    expect(readFileSync(at('disabled'), 'utf8')).toBe('msa disable prometheus.service\n')
  })

  it('a service that was there before is left as it was', () => {
    writeFileSync(at('lib/systemd/system/prometheus.service'), '')
    program('apt-get', '')
    run()
    expect(existsSync(at('disabled'))).toBe(false)
  })
})
