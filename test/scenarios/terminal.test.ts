import {existsSync, readFileSync} from 'node:fs'
import {describe, expect, it} from 'vitest'
import {openLab, server, type TestLab} from './lab.js'
import {requireMeans} from './means.js'
import type {Started} from './run-msa.js'
import {pause, until} from './until.js'

const ctrlC = '\u0003'
const esc = '\u001b'

describe('in a terminal', () => {
  it('up draws a live list and leaves the cursor as it was', async () => {
    const lab = await openLab({web: await server(['--ready-after', 300])})
    const up = await inTerminal(lab, 'up')
    const {exitCode, stdout} = await up.ended
    expect(exitCode).toBe(0)
    expect(stdout).toContain(esc)
    expect(stdout).toContain('web')
    expectCursorShown(stdout)
  })

  it('F06: Ctrl-C while up waits: what it started is stopped, it says so, exit code 130, nothing is left', async () => {
    const lab = await openLab({slow: await server(['--answers', 'nothing']), web: await server()})
    const up = await inTerminal(lab, 'up')
    await until('both are being started', () => componentsOf(lab).length === 2)
    up.child.stdin?.write(ctrlC)
    const {exitCode, stdout} = await up.ended
    expect(exitCode).toBe(130)
    expect(stdout).toContain('interrupted: what this call had started is stopped again')
    expectCursorShown(stdout)
    expect(lab.processes()).toEqual([])
  })

  it('F06: what ran before stays, and is not hit by the key: it lives in a session of its own', async () => {
    const services = {web: await server()}
    const lab = await openLab(services)
    await lab.run('up')
    const pid = await lab.pidOf('web')
    await lab.write({...services, slow: await server(['--answers', 'nothing'])})
    const up = await inTerminal(lab, 'up')
    await until('slow is being started', () => componentsOf(lab).includes('slow'))
    up.child.stdin?.write(ctrlC)
    expect(await up.ended).toHaveEndedWith(130)
    expect(await lab.pidOf('web')).toBe(pid)
    expect(componentsOf(lab)).toEqual(['web'])
  })

  it.each([0, 150, 400])('F06: Ctrl-C %i ms after the start: exit code 130 or 0, and no half state', async ms => {
    const lab = await openLab({web: await server(['--ready-after', 200])})
    const up = await inTerminal(lab, 'up')
    await pause(ms)
    up.child.stdin?.write(ctrlC)
    const {exitCode, stdout} = await up.ended
    expect([0, 130]).toContain(exitCode)
    expectCursorShown(stdout)
    const states = await lab.states()
    expect([{web: 'ready'}, {web: 'stopped'}]).toContainEqual(states)
  })

  it('F06: the second Ctrl-C leaves at once, while a stop takes its time', async () => {
    const lab = await openLab({stubborn: await server(['--answers', 'nothing', '--ignores-term'], {stopGrace: '20s'})})
    const up = await inTerminal(lab, 'up')
    await until('it runs', () => lab.processes().length > 0 && lab.log('stubborn').includes('started'))
    up.child.stdin?.write(ctrlC)
    await until('it is told to stop', () => lab.log('stubborn').includes('told to stop'))
    const began = performance.now()
    up.child.stdin?.write(ctrlC)
    const {exitCode, stdout} = await up.ended
    expect(exitCode).toBe(130)
    expectCursorShown(stdout)
    expect(performance.now() - began).toBeLessThan(8000)
    for (const {pid} of lab.processes()) process.kill(pid, 'SIGKILL')
  })

  it('F07: a terminal that is closed during a boot does not stop it', async () => {
    const lab = await openLab({web: await server(), slow: await server(['--ready-after', 1500])})
    const up = await inTerminal(lab, 'up')
    await until('slow is being started', () => componentsOf(lab).includes('slow'))
    await closeTerminal(up)
    await until('all are ready', async () => Object.values(await lab.states()).every(state => state === 'ready'))
  })

  it('F07: up --attach whose terminal is closed leaves the lab running', async () => {
    const lab = await openLab({web: await server()})
    const up = await inTerminal(lab, 'up', '--attach')
    await until('it is up', () => /1 of 1 component ready/.test(up.output()))
    await closeTerminal(up)
    expect(await lab.states()).toEqual({web: 'ready'})
    expect(lab.events()).not.toContain('"goal":"down"')
  })

  it.each([
    ['web', 'status', '--watch'],
    ['listening on', 'logs', '-f'],
  ])('F07: a closed terminal ends what shows %j, and the lab does not notice', async (shown, ...command) => {
    const lab = await openLab({web: await server()})
    await lab.run('up')
    const pid = await lab.pidOf('web')
    const watching = await inTerminal(lab, ...command)
    await until('it shows', () => watching.output().includes(shown))
    await closeTerminal(watching)
    expect(await lab.pidOf('web')).toBe(pid)
    expect(await lab.states()).toEqual({web: 'ready'})
  })

  it('SIGTERM stops what up had started, as Ctrl-C does, and its exit code is 143', async () => {
    const lab = await openLab({slow: await server(['--answers', 'nothing'])})
    const up = lab.start('up')
    await until('slow is being started', () => componentsOf(lab).includes('slow'))
    up.child.kill('SIGTERM')
    expect(await up.ended).toHaveEndedWith(143)
    expect(lab.processes()).toEqual([])
  })

  it('status --watch draws until Ctrl-C, ends with 0 and leaves the cursor', async () => {
    const lab = await openLab({web: await server()})
    await lab.run('up')
    const watching = await inTerminal(lab, 'status', '--watch')
    await until('it draws', () => watching.output().includes('ready'))
    watching.child.stdin?.write(ctrlC)
    const {exitCode, stdout} = await watching.ended
    expect(exitCode).toBe(0)
    expectCursorShown(stdout)
    expect(await lab.states()).toEqual({web: 'ready'})
  })

  it('logs -f follows until Ctrl-C, and ends with 0', async () => {
    const lab = await openLab({web: await server()})
    await lab.run('up')
    const following = await inTerminal(lab, 'logs', '-f')
    await until('it shows', () => following.output().includes('listening on'))
    following.child.stdin?.write(ctrlC)
    expect(await following.ended).toHaveEndedWith(0)
  })
})

describe('in a pipe', () => {
  it('no command writes an esc sequence, even when colours are wished for in general', async () => {
    const lab = await openLab({
      web: await server(),
      bad: await server(['--answers', '503'], {health: {http: '/', startTimeout: '1s'}}),
    })
    const env = {...lab.env, TERM: 'xterm-256color', COLORTERM: 'truecolor'}
    const commands = [
      ['up'],
      ['up', '--dry-run'],
      ['status'],
      ['ports'],
      ['graph'],
      ['logs'],
      ['env', 'web'],
      ['open', 'web'],
      ['up', 'nothing'],
      ['--help'],
      ['up', '--help'],
      ['down'],
    ]
    for (const command of commands) {
      const {stdout, stderr} = await lab.runWith({env}, ...command)
      expect(stdout + stderr, command.join(' ')).not.toContain(esc)
      expect(stdout + stderr, command.join(' ')).not.toBe('')
    }
  })

  it('B15: a stream whose reader goes away ends quietly', async () => {
    const lab = await openLab({web: await server()})
    await lab.run('up')
    const wrapper = ['sh', '-c', '"$@" | head -n 1', 'sh']
    const {exitCode, stdout, stderr} = await lab.runWith({wrapper}, 'status', '--watch', '--json')
    expect({exitCode, stderr}).toEqual({exitCode: 0, stderr: ''})
    expect(JSON.parse(stdout)).toMatchObject({components: [{name: 'web'}]})
  })

  it('B14: a reader that goes away is a normal end', async () => {
    const lab = await openLab({web: await server()})
    await lab.run('up')
    const logs = lab.start('logs', '-f')
    await until('it shows', () => logs.output().includes('listening on'))
    logs.child.stdout?.destroy()
    process.kill(await lab.pidOf('web'), 'SIGKILL')
    expect(await logs.ended).toHaveEndedWith(0)
    expect(logs.output()).not.toContain('EPIPE')
  })
})

async function inTerminal(lab: TestLab, ...argv: string[]): Promise<Started> {
  requireMeans('script')
  return lab.startInTerminal(...argv)
}

/** The kernel then tells the command in it (SIGHUP); resolves when that has ended. */
async function closeTerminal({child}: Started): Promise<void> {
  const inside = childrenOf(child.pid ?? 0)
  expect(inside).not.toEqual([])
  child.kill('SIGKILL')
  await until('the command has ended', () => inside.every(pid => !existsSync(`/proc/${pid}`)))
}

function childrenOf(pid: number): string[] {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean)
}

/** Whatever was hidden is shown again, and the colours are back to normal. */
function expectCursorShown(output: string): void {
  expect(output.lastIndexOf(`${esc}[?25l`)).toBeLessThanOrEqual(output.lastIndexOf(`${esc}[?25h`))
  const colours = [...output.matchAll(/\u001b\[([0-9;]*)m/g)].map(([, codes]) => codes)
  expect(['', '0', '39', '49', '22', undefined]).toContain(colours.at(-1))
}

function componentsOf(lab: TestLab): string[] {
  return [...new Set(lab.processes().map(({marks}) => marks.MSA_COMPONENT ?? ''))].sort()
}
