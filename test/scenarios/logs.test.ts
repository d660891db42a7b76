import {readdirSync, rmSync, statSync, truncateSync} from 'node:fs'
import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {bootId, processFacts} from '../../src/platform/processes.js'
import {openLab, standIn, type TestLab} from './lab.js'
import {until} from './until.js'

const mebibyte = 1 << 20

function writer(...args: (string | number)[]) {
  return {command: standIn('writer.mjs', ...args), health: {log: '^the end$'}, stopGrace: '1s'}
}

describe('P16: whatever a component writes', () => {
  it('F47: 10,000 lines at once are all there, in order', async () => {
    const lab = await openLab({web: writer('burst', 10_000)})
    expect(await lab.run('up')).toHaveEndedWith(0)
    const {stdout} = await lab.run('logs', 'web', '--tail', 'all', '--json')
    const lines = stdout
      .trimEnd()
      .split('\n')
      .map(line => (JSON.parse(line) as {readonly text: string}).text)
    expect(lines).toEqual([...Array.from({length: 10_000}, (_, index) => `line ${index}`), 'the end'])
  })

  it('F47: a line of 1 MiB is shown, and what follows it too', async () => {
    const lab = await openLab({web: writer('long', mebibyte)})
    expect(await lab.run('up')).toHaveEndedWith(0)
    const {stdout, exitCode} = await lab.run('logs', 'web', '--tail', 'all')
    expect(exitCode).toBe(0)
    expect(stdout.length).toBeGreaterThan(mebibyte / 2)
    expect(stdout).toContain('after the long line')
  })

  it('F47: NUL, invalid UTF-8 and escape sequences never reach the terminal as they are', async () => {
    const lab = await openLab({web: writer('ugly')})
    expect(await lab.run('up')).toHaveEndedWith(0)
    const {stdout} = await lab.run('logs', 'web')
    expect(stdout).toContain('before')
    expect(stdout).toContain('after')
    expect(stdout).not.toMatch(/[\u0000-\u0008\u001b\u007f-\u009f]/)
  })

  it('F47: 60 MiB are bounded by rotation, the newest is kept, and the supervisor stays small', async () => {
    const lab = await openLab({web: writer('flood', 60)})
    expect(await lab.run('up', '--timeout', '60')).toHaveEndedWith(0)
    await until('the log has been rotated', () => sizes(lab).reduce((sum, size) => sum + size, 0) <= 51 * mebibyte)
    expect(Math.max(...sizes(lab))).toBeLessThanOrEqual(11 * mebibyte)
    expect((await lab.run('logs', 'web', '--tail', '1')).stdout).toContain('the end')
    const [supervisor = 0] = lab.supervisors()
    expect(residentMiB(supervisor)).toBeLessThan(150)
  })

  it('F47: 1 GiB without one newline is bounded as well, and harms neither logs nor supervisor', async () => {
    const lab = await openLab({web: writer('endless', 1024)})
    expect(await lab.run('up', '--timeout', '120')).toHaveEndedWith(0)
    await until('the log has been rotated', () => sizes(lab).reduce((sum, size) => sum + size, 0) <= 51 * mebibyte)
    const logs = await lab.run('logs', 'web', '--tail', '1')
    expect(logs).toHaveEndedWith(0)
    expect(logs.stdout).toContain('the end')
    const [supervisor = 0] = lab.supervisors()
    expect(residentMiB(supervisor)).toBeLessThan(150)
  })

  it('F48: a log that is deleted or cut while it is written harms nobody', async () => {
    const lab = await openLab({web: writer('burst', 10)})
    await lab.run('up')
    const path = join(lab.dir, 'logs', 'web.log')
    truncateSync(path, 0)
    expect(await lab.run('logs', 'web')).toHaveEndedWith(0)
    rmSync(path)
    expect(await lab.run('status')).toHaveEndedWith(0)
    expect(await lab.states()).toEqual({web: 'ready'})
  })
})

function sizes(lab: TestLab): number[] {
  const folder = join(lab.dir, 'logs')
  return readdirSync(folder)
    .filter(name => name.startsWith('web.log'))
    .map(name => statSync(join(folder, name)).size)
}

function residentMiB(pid: number): number {
  const facts = processFacts(pid, bootId())
  if (facts === undefined) throw new Error('there is no supervisor')
  return facts.rssBytes / mebibyte
}
