import {execFileSync} from 'node:child_process'
import {chmodSync, mkdirSync, rmSync, symlinkSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {openLab, server, type TestLab} from './lab.js'
import {requireMeans} from './means.js'
import {startSupervisor} from './programs.js'
import {until} from './until.js'

describe('F41: the home of the lab', () => {
  it.each([
    ['blanks', 'my lab'],
    ['a quote', "it's"],
    ['a line break', 'two\nlines'],
    ['an emoji and Korean', '🧪 실험실'],
    ['200 characters', 'x'.repeat(200)],
    ['a name that is none', '-rf $(touch oops)'],
  ])('may have %s in its path', async (_, name) => {
    const outer = await openLab()
    const lab = await openLab(undefined, {folder: join(outer.folder, name)})
    await lab.write({web: await server()})
    expect(await lab.run('up')).toHaveEndedWith(0)
    expect(await lab.states()).toEqual({web: 'ready'})
    expect(await lab.run('down')).toHaveEndedWith(0)
  })

  it('reached by a symbolic link or with a final slash is the same one', async () => {
    const lab = await openLab({web: await server()})
    const link = join(lab.folder, '..', 'link')
    symlinkSync(lab.folder, link)
    await lab.run('up')
    for (const cwd of [link, `${lab.folder}/`])
      expect(JSON.parse((await lab.runWith({cwd}, 'up', '--json')).stdout)).toMatchObject({changed: []})
  })

  it('deleted while the lab runs: everything of it ends, since nobody could reach it any more', async () => {
    const lab = await openLab({web: await server()})
    await lab.run('up')
    rmSync(lab.dir, {recursive: true})
    await until('nothing of the lab is left', () => lab.processes().length + lab.supervisors().length === 0, 30_000)
  })

  it('HOME unset: it works all the same', async () => {
    const lab = await openLab({web: await server()})
    const {HOME: _, ...env} = lab.env
    expect(await lab.runWith({env}, 'up')).toHaveEndedWith(0)
    expect(await lab.runWith({env}, 'down')).toHaveEndedWith(0)
  })
})

describe('F45: the environment of the shell', () => {
  it.each(['000', '077'])('umask %s: every file and folder of msa is for the user alone', async umask => {
    const lab = await openLab({web: await server()})
    const wrapper = ['sh', '-c', `umask ${umask}; exec "$@"`, 'sh']
    expect(await lab.runWith({wrapper}, 'up')).toHaveEndedWith(0)
    const open = execFileSync('find', [lab.dir, join(lab.folder, '..', 'msa'), '-perm', '/077', '!', '-type', 'l'], {
      encoding: 'utf8',
    })
    expect(open).toBe('')
  })

  it.each([
    [
      'a proxy for everything',
      {http_proxy: 'http://127.0.0.1:9', HTTP_PROXY: 'http://127.0.0.1:9', ALL_PROXY: 'http://127.0.0.1:9'},
    ],
    ['a debugger in NODE_OPTIONS', {NODE_OPTIONS: '--inspect=127.0.0.1:0'}],
    ['no language and an odd time zone', {LANG: undefined, LC_ALL: 'C', TZ: 'Antarctica/Troll'}],
  ])('%s: the lab boots all the same', async (_, more) => {
    const lab = await openLab({web: await server()})
    const env = {...lab.env, ...more}
    expect(await lab.runWith({env}, 'up')).toHaveEndedWith(0)
    expect(await lab.states()).toEqual({web: 'ready'})
  })
})

describe('F42: the wall clock jumps', () => {
  it('by a year forward and two back: nothing is restarted, a crash is mended in its time, no duration is negative', async () => {
    requireMeans('gcc')
    const lab = await openLab({web: await server(), db: await server()})
    const clock = shiftedClock(lab)
    startSupervisor(lab, {LD_PRELOAD: clock.library, SHIFTED_CLOCK: clock.file})
    await lab.run('up')
    for (const seconds of [31_536_000, -31_536_000, 3600]) {
      writeFileSync(clock.file, String(seconds))
      const began = performance.now()
      process.kill(await lab.pidOf('web'), 'SIGKILL')
      await until(
        'web is ready again',
        async () => (await lab.states()).web === 'ready' && performance.now() - began > 300,
      )
      const {components} = await lab.status()
      for (const {forSeconds} of components) expect(forSeconds).toBeGreaterThanOrEqual(0)
      expect(components.find(({name}) => name === 'db')).toMatchObject({state: 'ready', restarts: 0})
    }
    expect(new Set(years(lab.events())).size, 'the clock was indeed shifted').toBeGreaterThan(1)
    expect(await lab.run('down')).toHaveEndedWith(0)
  })
})

describe('P25, F46: Java is', () => {
  const lab = async () => {
    const opened = await openLab()
    writeFileSync(join(opened.folder, 'msa.yml'), 'version: 1\ncomponents: [zookeeper]\n')
    return opened
  }
  const fakeJava = (at: TestLab, script: string) => {
    const folder = join(at.folder, 'java', 'bin')
    mkdirSync(folder, {recursive: true})
    writeFileSync(join(folder, 'java'), `#!/bin/sh\n${script}\n`)
    chmodSync(join(folder, 'java'), 0o755)
    return join(at.folder, 'java')
  }

  it.each([
    ['too old', `echo 'openjdk version "1.8.0_392"' >&2`, 'version 8'],
    ['one that prints garbage', `printf 'hello \\033[2J\\n'; exit 3`, 'it says no version: hello'],
    ['one that hangs', 'exec sleep 60', 'it gave no version within 5 s'],
  ])('%s: told before any start with what was found, what is needed and how to set it', async (_, script, told) => {
    const opened = await lab()
    const env = {...opened.env, MSA_JAVA_HOME: fakeJava(opened, script)}
    const up = await opened.runWith({env}, 'up', '--offline')
    expect(up).toMatchObject({exitCode: 4, stdout: ''})
    expect(up.stderr).toContain(told)
    expect(up.stderr).toContain('MSA_JAVA_HOME')
    expect(up.stderr).not.toContain('\u001b')
    expect(up.stderr).toMatch(/17/)
    expect(up.ms).toBeLessThan(30_000)
    expect(opened.processes()).toEqual([])
  })

  it.each([
    ['nowhere', '/nowhere/java'],
    ['a file', '/etc/hostname'],
    ['a folder without Java', '/etc'],
  ])('named, but %s: told before any start', async (_, home) => {
    const opened = await lab()
    const up = await opened.runWith({env: {...opened.env, MSA_JAVA_HOME: home}}, 'up', '--offline')
    expect(up).toMatchObject({exitCode: 4, stdout: ''})
    expect(up.stderr).toContain(home)
    expect(up.stderr).toContain('MSA_JAVA_HOME')
  })

  it('not there at all: told before any start, with where it was looked for', async () => {
    const opened = await lab()
    const hide = 'mount -t tmpfs none /usr/lib/jvm && PATH=/usr/sbin exec "$@"'
    const hidden = {wrapper: ['unshare', '-m', 'sh', '-c', hide, 'sh']}
    requireMeans('unshare')
    const up = await opened.runWith(hidden, 'up', '--offline')
    expect(up).toMatchObject({exitCode: 4, stdout: ''})
    expect(up.stderr).toContain('Java 17 or newer (java) is not installed')
    expect(up.stderr).toContain('looked in PATH')
  })
})

function shiftedClock(lab: TestLab): {readonly library: string; readonly file: string} {
  const library = join(lab.folder, 'clock.so')
  const source = join(import.meta.dirname, '..', 'fixtures', 'clock', 'shifted-clock.c')
  execFileSync('gcc', ['-shared', '-fPIC', '-O1', '-o', library, source, '-ldl'])
  const file = join(lab.folder, 'clock')
  writeFileSync(file, '0')
  return {library, file}
}

function years(events: string): string[] {
  return events
    .trim()
    .split('\n')
    .map(line => (JSON.parse(line) as {readonly at: string}).at.slice(0, 4))
}
