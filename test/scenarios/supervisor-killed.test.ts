import {existsSync} from 'node:fs'
import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {openLab, server, type TestLab} from './lab.js'
import {requireMeans} from './means.js'
import {startSupervisor} from './programs.js'
import {until} from './until.js'

describe('P4: the supervisor is killed (kill -9)', () => {
  it('F01: while the lab is steady: the components run on, and the next up adopts them as they are', async () => {
    const lab = await openLab({web: await server(), db: await server()})
    expect(await lab.run('up')).toHaveEndedWith(0)
    const before = [await lab.pidOf('web'), await lab.pidOf('db')]
    killAll(lab.supervisors())
    expect(await lab.states()).toEqual({web: 'unsupervised', db: 'unsupervised'})
    expect(await lab.run('up')).toHaveEndedWith(0)
    const {components} = await lab.status()
    expect(components.map(({state, adopted, restarts}) => [state, adopted, restarts])).toEqual([
      ['ready', true, 0],
      ['ready', true, 0],
    ])
    expect([await lab.pidOf('web'), await lab.pidOf('db')]).toEqual(before)
  })

  it('F01: an adopted component that ends is started again, and its unknown exit code is told as that', async () => {
    const lab = await openLab({web: await server()})
    await lab.run('up')
    killAll(lab.supervisors())
    await lab.run('up')
    killAll([await lab.pidOf('web')])
    await until('web is ready again', async () => {
      const [web] = (await lab.status()).components
      return web?.state === 'ready' && web.restarts === 1
    })
    expect(lab.events()).toContain('exited while msa was away, code unknown')
  })

  it('P4: a component that died while nobody watched is started by the next up', async () => {
    const lab = await openLab({web: await server(), db: await server()})
    await lab.run('up')
    const pid = await lab.pidOf('web')
    killAll([...lab.supervisors(), pid])
    expect(await lab.run('up')).toHaveEndedWith(0)
    expect(await lab.states()).toEqual({web: 'ready', db: 'ready'})
    expect(await lab.pidOf('web')).not.toBe(pid)
  })

  it('P1: down works without it, and leaves nothing', async () => {
    const lab = await openLab({web: await server(), db: await server([], {dependsOn: ['web']})})
    await lab.run('up')
    killAll(lab.supervisors())
    expect(await lab.run('down')).toMatchObject({exitCode: 0, stdout: expect.stringMatching(/^stopped: .*web.*\n/)})
    expect(lab.processes()).toEqual([])
  })
})

const bootSteps = [
  ...['locked', 'adopted', 'listening', 'before-intend', 'after-intend', 'before-start', 'after-start'],
  ...['before-started', 'after-started', 'before-start:2', 'after-start:2', 'before-started:2', 'after-started:2'],
]

describe('F02: the supervisor is killed at a step of the boot', () => {
  it.each(bootSteps)('%s: the next up ends with all ready, none twice', async step => {
    const lab = await chain()
    const first = await lab.runWith({env: {...lab.env, MSA_FAULT: `kill@${step}`}}, 'up', '--timeout', '20')
    expect(first.exitCode, 'it was killed there').not.toBe(0)
    expect(first.stderr, 'a plain error').not.toMatch(/\n\s+at /)
    expect(await lab.run('up')).toHaveEndedWith(0)
    expect(await lab.states()).toEqual({db: 'ready', web: 'ready'})
  })

  it.each(['rename', 'fsync', 'clone3,clone'].flatMap(call => [1, 3].map(nth => [call, nth] as const)))(
    'system call %s number %i: the next up ends with all ready, none twice',
    async (call, nth) => {
      requireMeans('strace')
      const lab = await chain()
      const tracer = ['strace', '-f', '-qq', '-b', 'execve', '-o', '/dev/null', '-e', `trace=${call}`]
      const traced = startSupervisor(lab, {}, [...tracer, '-e', `inject=${call}:signal=SIGKILL:when=${nth}`])
      await until(
        'it listens, or is dead already',
        () => traced.isOver() || existsSync(join(lab.dir, 'supervisor.sock')),
      )
      await lab.run('up', '--timeout', '20')
      expect(await lab.run('up')).toHaveEndedWith(0)
      expect(await lab.states()).toEqual({db: 'ready', web: 'ready'})
      await lab.run('down')
      await traced.ended
    },
  )
})

describe('F04: the supervisor is killed between a spawn and the note of it', () => {
  it('the process is found by its mark and adopted', async () => {
    const lab = await openLab({web: await server()})
    await lab.runWith({env: {...lab.env, MSA_FAULT: 'kill@after-start'}}, 'up')
    const [{pid = 0} = {}] = lab.processes()
    expect(pid).toBeGreaterThan(0)
    expect(await lab.run('up')).toHaveEndedWith(0)
    expect(await lab.pidOf('web')).toBe(pid)
  })

  it('down ends it', async () => {
    const lab = await openLab({web: await server()})
    await lab.runWith({env: {...lab.env, MSA_FAULT: 'kill@after-start'}}, 'up')
    expect(lab.processes()).toHaveLength(1)
    expect(await lab.run('down')).toHaveEndedWith(0)
    expect(lab.processes()).toEqual([])
  })
})

const downSteps = [
  'before-save:2',
  'before-stop',
  'after-stop',
  'before-ended',
  'after-ended',
  'over',
  'socket-removed',
  'state-removed',
]

describe('F03: the supervisor is killed at a step of down', () => {
  it.each(downSteps)('%s: the next down exits 0, nothing is left', async step => {
    const lab = await chain()
    await lab.runWith({env: {...lab.env, MSA_FAULT: `kill@${step}`}}, 'up')
    await lab.run('down')
    expect(await lab.run('down')).toHaveEndedWith(0)
    expect(lab.processes()).toEqual([])
    expect(lab.supervisors()).toEqual([])
  })
})

async function chain(): Promise<TestLab> {
  return openLab({db: await server(), web: await server([], {dependsOn: ['db']})})
}

function killAll(pids: readonly number[]): void {
  expect(pids.length).toBeGreaterThan(0)
  for (const pid of pids) process.kill(pid, 'SIGKILL')
}
