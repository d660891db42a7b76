import {execFileSync} from 'node:child_process'
import {existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {afterEach, describe, expect, it} from 'vitest'
import {openLab, server} from './lab.js'
import {asRoot, requireMeans, requireRoot} from './means.js'

const undo: (() => void)[] = []
afterEach(() => {
  for (const step of undo.splice(0).reverse()) step()
})

describe('F11: something lies where the socket should be', () => {
  it.each([
    ['a plain file', (path: string) => writeFileSync(path, 'x')],
    ['a dangling symbolic link', (path: string) => symlinkSync('/nowhere/at-all', path)],
    ['the socket of a dead supervisor', (path: string) => deadSocket(path)],
  ])('%s is replaced', async (_, put) => {
    const lab = await openLab({web: await server()})
    mkdirSync(lab.dir, {mode: 0o700})
    put(join(lab.dir, 'supervisor.sock'))
    expect(await lab.run('status')).toHaveEndedWith(0)
    expect(await lab.run('up')).toHaveEndedWith(0)
    expect(await lab.run('down')).toHaveEndedWith(0)
  })

  it('a folder is a clear error, and is not deleted', async () => {
    const lab = await openLab({web: await server()})
    const path = join(lab.dir, 'supervisor.sock')
    mkdirSync(path, {recursive: true, mode: 0o700})
    writeFileSync(join(path, 'precious'), 'x')
    expect(await lab.run('up')).toMatchObject({exitCode: 1, stderr: expect.stringContaining('is a folder, where')})
    expect(existsSync(join(path, 'precious'))).toBe(true)
    rmSync(path, {recursive: true})
  })
})

describe('P13: the state file is damaged', () => {
  it.each([
    ['empty', ''],
    ['cut', '{"version":1,"members":[{"task":{"na'],
    ['random bytes', '\u0000\u0001\ufffd'],
    ['of a wrong shape', '{"version":1,"members":[{}]}'],
    ['100 MiB', undefined],
  ])('F13: %s, with the lab running and unsupervised: up adopts all, the damaged file is kept', async (_, content) => {
    const lab = await openLab({web: await server()})
    await lab.run('up')
    const pid = await lab.pidOf('web')
    for (const supervisor of lab.supervisors()) process.kill(supervisor, 'SIGKILL')
    writeFileSync(join(lab.dir, 'state.json'), content ?? Buffer.alloc(100 << 20, 32))
    expect(await lab.run('up')).toHaveEndedWith(0)
    expect(await lab.pidOf('web')).toBe(pid)
    expect(readdirSync(lab.dir).filter(name => name.startsWith('state.json.corrupt-'))).toHaveLength(1)
  })

  it('F13: of a newer msa: up refuses with a word, down by the marks works', async () => {
    const lab = await openLab({web: await server()})
    await lab.run('up')
    for (const supervisor of lab.supervisors()) process.kill(supervisor, 'SIGKILL')
    writeFileSync(join(lab.dir, 'state.json'), '{"version":999}')
    expect(await lab.run('up')).toMatchObject({exitCode: 1, stderr: expect.stringContaining('version 999')})
    expect(lab.processes()).toHaveLength(1)
    expect(await lab.run('down')).toHaveEndedWith(0)
    expect(lab.processes()).toEqual([])
  })
})

describe('P14: the disk is full or cannot be written', () => {
  it('F35: full at the start: a named error, nothing runs; with space again up works', async () => {
    const lab = await openLab({web: await server()})
    smallDisk(lab.dir, 'size=1m')
    fill(lab.dir)
    const up = await lab.run('up')
    expect(up).toMatchObject({exitCode: 1, stdout: ''})
    expect(up.stderr).toContain('no space or no inodes left on the device')
    expect(lab.processes()).toEqual([])
    rmSync(join(lab.dir, 'filler'))
    expect(await lab.run('up')).toHaveEndedWith(0)
    expect(await lab.run('down')).toHaveEndedWith(0)
  })

  it('F35: full while the lab runs: it runs on, and down works', async () => {
    const lab = await openLab({web: await server()})
    smallDisk(lab.dir, 'size=1m')
    await lab.run('up')
    fill(lab.dir)
    expect(await lab.states()).toEqual({web: 'ready'})
    expect(await lab.run('down')).toHaveEndedWith(0)
    expect(lab.processes()).toEqual([])
  })

  it.each([
    ['config set', ['config', 'set', 'user-service', 'greeting.message', 'hi']],
    ['encrypt --in', ['encrypt', '--in', 'config-repo/user-service.yml', '--path', 'greeting.message']],
  ])(
    'F35: full when %s writes a file: told, the file is as it was, and with space again it is changed',
    async (_, command) => {
      const lab = await openLab({web: await server()})
      const repository = join(lab.folder, 'config-repo')
      const file = join(repository, 'user-service.yml')
      const text = 'greeting:\n  message: hello # kept\n'
      smallDisk(repository, 'size=64k')
      writeFileSync(file, text)
      fill(repository)
      const withKey = {env: {...lab.env, MSA_ENCRYPT_KEY: 'a-key-of-this-test'}}
      const full = await lab.runWith(withKey, ...command)
      expect(full).toMatchObject({exitCode: 1, stdout: ''})
      expect(full.stderr).toContain('no space or no inodes left on the device')
      expect(readFileSync(file, 'utf8')).toBe(text)
      expect(readdirSync(repository).sort()).toEqual(['filler', 'user-service.yml'])
      rmSync(join(repository, 'filler'))
      expect(await lab.runWith(withKey, ...command)).toHaveEndedWith(0)
      expect(readFileSync(file, 'utf8')).toMatch(/^greeting:\n {2}message: \S+ # kept\n$/)
    },
  )

  it('F36: no inodes left is told as that', async () => {
    const lab = await openLab({web: await server()})
    smallDisk(lab.dir, 'nr_inodes=3')
    const up = await lab.run('up')
    expect(up).toHaveEndedWith(1)
    expect(up.stderr).toContain('inodes')
    expect(lab.processes()).toEqual([])
  })

  it('F37: a read-only folder: a named error, nothing runs', async () => {
    const lab = await openLab({web: await server()})
    mkdirSync(lab.dir, {mode: 0o700})
    asRoot('mount', '--bind', lab.dir, lab.dir)
    undo.push(() => execFileSync('umount', ['--lazy', lab.dir]))
    asRoot('mount', '-o', 'remount,bind,ro', lab.dir)
    const up = await lab.run('up')
    expect(up).toMatchObject({exitCode: 1, stdout: ''})
    expect(up.stderr).toContain('the file system is read-only')
    expect(up.stderr).toContain(lab.dir)
    expect(lab.processes()).toEqual([])
    execFileSync('mount', ['-o', 'remount,bind,rw', lab.dir])
  })

  it('F38: without permission: path and remedy are named', async () => {
    requireRoot()
    requireMeans('setpriv')
    const lab = await openLab({web: await server()})
    execFileSync('chmod', ['755', join(lab.folder, '..'), lab.folder])
    const asNobody = {
      wrapper: ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'],
      env: {...lab.env, MSA_HOME: '/tmp'},
    }
    const up = await lab.runWith(asNobody, 'up')
    expect(up.exitCode).toBeGreaterThan(0)
    expect(up.stderr).not.toMatch(/\n\s+at |unexpected/)
    mkdirSync(lab.dir, {mode: 0o700})
    const denied = await lab.runWith(asNobody, 'status')
    expect(denied.exitCode).toBeGreaterThan(0)
    expect(denied.stderr).toContain('permission denied')
    expect(denied.stderr).toContain(lab.folder)
    expect(denied.stderr).not.toMatch(/\n\s+at |unexpected/)
  })

  it('P20: the folder of a lab that is open to others is refused with the command that mends it', async () => {
    const lab = await openLab({web: await server()})
    mkdirSync(lab.dir)
    execFileSync('chmod', ['777', lab.dir])
    expect(await lab.run('up')).toMatchObject({exitCode: 1, stderr: expect.stringContaining(`chmod 700 ${lab.dir}`)})
    execFileSync('chmod', ['700', lab.dir])
  })
})

describe('P3: the same data', () => {
  it('F51: reached through a symbolic link it is the same lab: the second up finds it running', async () => {
    const lab = await openLab({web: await server()})
    const link = join(lab.folder, '..', 'link')
    symlinkSync(lab.folder, link)
    await lab.run('up')
    const through = await lab.runWith({cwd: link}, 'up', '--json')
    expect(through).toHaveEndedWith(0)
    expect(JSON.parse(through.stdout)).toMatchObject({changed: []})
    expect(lab.supervisors()).toHaveLength(1)
  })

  it('F51: a second folder mounted on it is refused with the name of the holder, before anything starts', async () => {
    const first = await openLab({web: await server()})
    await first.run('up')
    const second = await openLab({web: await server()})
    mkdirSync(second.dir, {mode: 0o700})
    asRoot('mount', '--bind', first.dir, second.dir)
    undo.push(() => execFileSync('umount', ['--lazy', second.dir]))
    const up = await second.run('up')
    expect(up).toHaveEndedWith(1)
    expect(up.stderr).toContain(`in use by another lab`)
    expect(up.stderr).toContain(first.dir)
    expect(second.processes()).toEqual([])
    expect(await first.states()).toEqual({web: 'ready'})
  })
})

function deadSocket(path: string): void {
  const program = `require('net').createServer().listen(${JSON.stringify(path)}, () => process.kill(process.pid, 'SIGKILL'))`
  try {
    execFileSync(process.execPath, ['-e', program])
  } catch {
    // It killed itself, as it should.
  }
  if (!existsSync(path)) throw new Error(`no dead socket at ${path}`)
}

function smallDisk(folder: string, options: string): void {
  mkdirSync(folder, {recursive: true, mode: 0o700})
  asRoot('mount', '-t', 'tmpfs', '-o', `${options},mode=0700`, 'tmpfs', folder)
  undo.push(() => execFileSync('umount', ['--lazy', folder]))
}

function fill(folder: string): void {
  try {
    execFileSync('dd', ['if=/dev/zero', `of=${join(folder, 'filler')}`, 'bs=4k'], {stdio: 'ignore'})
  } catch {
    // dd ends with an error when the disk is full, which is what is wanted.
  }
  expect(readFileSync(join(folder, 'filler')).length).toBeGreaterThan(0)
}
