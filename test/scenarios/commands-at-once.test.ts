import {existsSync} from 'node:fs'
import {readlink} from 'node:fs/promises'
import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {openLab, server} from './lab.js'
import {pause, until} from './until.js'

describe('the command line is killed while the lab boots', () => {
  it.each([0, 100, 300, 1000])(
    'F05: kill -9 after %i ms: whatever had begun goes on, and the next up ends with all ready',
    async ms => {
      const lab = await openLab({web: await server(['--ready-after', 300]), db: await server()})
      const up = lab.start('up')
      await pause(ms)
      up.child.kill('SIGKILL')
      await up.ended
      expect(await lab.run('up')).toHaveEndedWith(0)
      expect(await lab.states()).toEqual({web: 'ready', db: 'ready'})
      expect(lab.supervisors()).toHaveLength(1)
    },
  )

  it('F05: once the supervisor knows, the boot goes on by itself', async () => {
    const lab = await openLab({web: await server(['--ready-after', 500])})
    const up = lab.start('up')
    await until('the component is being started', () =>
      lab.processes().some(({marks}) => marks.MSA_COMPONENT === 'web'),
    )
    up.child.kill('SIGKILL')
    await until('it is ready', async () => (await lab.states()).web === 'ready')
  })
})

describe('a supervisor that stands by while up still plans', () => {
  it('is gone with an up that fails, and has touched nothing', async () => {
    const lab = await openLab({web: await server()})
    expect(await lab.run('up', 'nobody')).toHaveEndedWith(2)
    expect(lab.supervisors()).toEqual([])
    expect(existsSync(lab.dir)).toBe(false)
  })

  it('ends when up is killed before it is told to begin', async () => {
    const lab = await openLab({web: await server()})
    const up = lab.start('up')
    await until('it stands by', () => lab.supervisors().length > 0)
    up.child.kill('SIGKILL')
    await up.ended
    // One that was told to begin in that very moment, and nothing more, goes away after 15 s.
    const isOver = () => lab.processes().length > 0 || lab.supervisors().length === 0
    await until('the supervisor is gone, or has a lab to look after', isOver, 30_000)
    await lab.run('down')
    expect(lab.supervisors()).toEqual([])
  })

  it('writes its log and its errors into the lab, though it was started without them', async () => {
    const lab = await openLab({web: await server()})
    await lab.run('up')
    const [supervisor] = lab.supervisors()
    expect(await readlink(`/proc/${supervisor}/fd/2`)).toBe(join(lab.dir, 'logs', 'supervisor.log'))
  })
})

describe('P2 and P3: several commands at once', () => {
  it('F08: two up at once: all exit 0, one process each, one supervisor', async () => {
    const lab = await openLab({web: await server(), db: await server()})
    const ups = await Promise.all([lab.run('up'), lab.run('up')])
    expect(ups.map(({exitCode}) => exitCode)).toEqual([0, 0])
    expect(mainProcesses(lab.processes())).toEqual(['db', 'web'])
    expect(lab.supervisors()).toHaveLength(1)
  })

  it('F08: twenty up at once: all exit 0, one process each, one supervisor', async () => {
    const lab = await openLab({web: await server(), db: await server()})
    const ups = await Promise.all(Array.from({length: 20}, () => lab.run('up')))
    expect(ups.filter(({exitCode}) => exitCode !== 0)).toEqual([])
    expect(mainProcesses(lab.processes())).toEqual(['db', 'web'])
    expect(lab.supervisors()).toHaveLength(1)
  })

  it('F09: up and down at once, again and again: the end is one of the two wishes, whole, and nothing runs twice', async () => {
    const lab = await openLab({web: await server(), db: await server([], {dependsOn: ['web']})})
    for (let round = 0; round < 50; round++) {
      const both = [lab.run('up'), lab.run('down')]
      const ended = await Promise.all(round % 2 === 0 ? both : both.reverse())
      for (const {exitCode, stderr} of ended) {
        expect([0, 1, 4], stderr).toContain(exitCode)
        expect(stderr).not.toMatch(/\n\s+at |unexpected failure/)
      }
      const states = await until('the lab has settled', async () => {
        const now = Object.values(await lab.states())
        return now.every(state => state === 'ready' || state === 'stopped') && now
      })
      expect(new Set(states).size, `whole, not ${states.join(' and ')}`).toBe(1)
    }
    expect(await lab.run('down')).toHaveEndedWith(0)
    expect(await lab.run('up')).toHaveEndedWith(0)
  })

  it('P2: commands that only look never start a supervisor', async () => {
    const lab = await openLab({web: await server()})
    for (const command of [
      ['status'],
      ['ports'],
      ['graph'],
      ['env'],
      ['wait', '--timeout', '1'],
      ['stop', 'web'],
      ['events'],
    ])
      await lab.run(...command)
    expect(lab.supervisors()).toEqual([])
    expect(lab.processes()).toEqual([])
  })
})

describe('P8: once is enough', () => {
  it('up on a running lab and down on a stopped one change nothing and end quickly', async () => {
    const lab = await openLab({web: await server()})
    expect(await lab.run('down')).toMatchObject({exitCode: 0, stdout: 'nothing was running\n'})
    await lab.run('up')
    const pid = await lab.pidOf('web')
    const again = await lab.run('up', '--json')
    expect(again).toHaveEndedWith(0)
    expect(JSON.parse(again.stdout)).toMatchObject({changed: []})
    expect(await lab.pidOf('web')).toBe(pid)
    await lab.run('down')
    expect(await lab.run('down')).toMatchObject({exitCode: 0, stdout: 'nothing was running\n'})
  })

  it('F10: a supervisor that hangs is told within 6 s with the way out, and down --force takes it', async () => {
    const lab = await openLab({web: await server()})
    await lab.run('up')
    const [supervisor = 0] = lab.supervisors()
    process.kill(supervisor, 'SIGSTOP')
    const status = await lab.run('status')
    expect(status).toMatchObject({exitCode: 4, stderr: expect.stringContaining('msa down --force')})
    expect(await lab.run('down', '--force')).toHaveEndedWith(0)
    expect(lab.processes()).toEqual([])
  })
})

function mainProcesses(
  processes: readonly {
    readonly pid: number
    readonly group: number
    readonly marks: Readonly<Record<string, string>>
  }[],
) {
  return processes
    .filter(({pid, group}) => pid === group)
    .map(({marks}) => marks.MSA_COMPONENT)
    .sort()
}
