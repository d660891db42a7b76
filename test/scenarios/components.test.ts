import {describe, expect, it} from 'vitest'
import {openLab, server, standIn} from './lab.js'
import {until} from './until.js'

const quick = {startTimeout: '2s'}

describe('a component that is killed or ends by itself', () => {
  it('F18: kill -9: it is started again after its backoff, and the event names the signal', async () => {
    const lab = await openLab({web: await server(), db: await server()})
    await lab.run('up')
    const pid = await lab.pidOf('web')
    const db = await lab.pidOf('db')
    process.kill(pid, 'SIGKILL')
    await until('web is back', async () => {
      const web = (await lab.status()).components.find(({name}) => name === 'web')
      return web?.state === 'ready' && web.restarts === 1
    })
    expect(await lab.pidOf('web')).not.toBe(pid)
    expect(await lab.pidOf('db')).toBe(db)
    expect(lab.events()).toContain('web killed by SIGKILL')
  })

  it('F26: a crash loop and exit code 0 at once end as failed, with the reason and the last words; the others go on', async () => {
    const policy = {
      command: standIn('server.mjs', '--answers', 'nothing', '--exits', 0, '--code', 1),
      health: {log: 'never said'},
    }
    const lab = await openLab({
      loop: policy,
      zero: {...policy, command: standIn('server.mjs', '--answers', 'nothing', '--exits', 0)},
      db: await server(),
    })
    const up = await lab.run('up', '--timeout', '60')
    expect(up).toMatchObject({exitCode: 1, stdout: ''})
    expect(up.stderr).toMatch(/msa: loop exited with code 1 and is not started again: 5 failures within 10 minutes/)
    expect(up.stderr).toContain('ending with code 1')
    expect(up.stderr).toContain('zero exited with code 0 and is not started again')
    expect(up.stderr.trim().split('\n').slice(-40).join('\n')).toContain('try: msa logs loop')
    expect(await lab.states()).toEqual({loop: 'failed', zero: 'failed', db: 'ready'})
    expect(lab.log('loop').match(/ending with code/g)).toHaveLength(5)
  })

  it('F26: restart never: one end is the last', async () => {
    const lab = await openLab({
      once: {
        command: standIn('server.mjs', '--answers', 'nothing', '--exits', 100, '--code', 3),
        restart: 'never',
        health: {log: 'never'},
      },
    })
    const up = await lab.run('up')
    expect(up).toHaveEndedWith(1)
    expect(up.stderr).toContain('once exited with code 3 and is not started again: its restart policy is "never"')
  })

  it('a task that is done (exit code 0, restart on failure only) is over for up, and is not run again', async () => {
    const command = standIn('server.mjs', '--answers', 'nothing', '--exits', 50)
    const lab = await openLab({
      seed: {command, restart: 'on-failure', health: {log: 'never'}},
      web: await server([], {dependsOn: {seed: 'completed'}}),
    })
    expect(await lab.run('up', '--timeout', '20')).toHaveEndedWith(0)
    expect(await lab.states()).toEqual({seed: 'stopped', web: 'ready'})
    const again = await lab.run('up', '--json', '--timeout', '20')
    expect(JSON.parse(again.stdout)).toMatchObject({changed: []})
  })

  it('F26: exit 1 later, after it was ready: it is started again', async () => {
    const lab = await openLab({web: await server(['--exits', 1500, '--code', 1])})
    expect(await lab.run('up')).toHaveEndedWith(0)
    await until('it was started twice', () => lab.log('web').match(/started as/g)?.length === 2)
    await until('it is ready again', async () => (await lab.states()).web === 'ready')
    expect(lab.events()).toContain('web exited with code 1')
  })
})

describe('a component that never becomes ready', () => {
  it('F27: fails at its own deadline; each kind has its own reason, and dependents are named as blocked', async () => {
    const health = {http: '/', ...quick}
    const lab = await openLab({
      closed: await server(['--answers', 'nothing'], {health}),
      silent: await server(['--answers', 'silent'], {health: {...health, timeout: '300ms'}}),
      busy: await server(['--answers', '503'], {health}),
      unwell: await server(['--answers', 'unwell'], {health}),
      rude: await server(['--answers', 'close'], {health}),
      dependent: await server([], {dependsOn: ['busy']}),
      healthy: await server(),
    })
    const up = await lab.run('up')
    expect(up).toMatchObject({exitCode: 5, stdout: ''})
    const {components} = await lab.status()
    const reasons = Object.fromEntries(components.map(({name, reason}) => [name, reason]))
    expect(reasons.closed).toMatch(/closed was not ready within 2 s: nothing listens on port \d+ yet/)
    expect(reasons.silent).toMatch(/no answer to GET \/ in 300 ms/)
    expect(reasons.busy).toMatch(/GET \/ answers 503$/)
    expect(reasons.unwell).toMatch(/GET \/ answers 503: db is DOWN \(Connection refused\)$/)
    expect(reasons.rude).toMatch(/hangs up without an answer/)
    expect(reasons.dependent).toBe('waits for busy')
    expect(up.stderr).toContain('dependent is blocked by busy')
    expect(up.stderr).toContain('health.startTimeout')
    expect(components.find(({name}) => name === 'healthy')?.state).toBe('ready')
  })
})

describe('a component that does not stop as it should', () => {
  it('F21: one that ignores SIGTERM is ended by force after its grace, and down says so', async () => {
    const lab = await openLab({web: await server(['--ignores-term'], {stopGrace: '300ms'}), db: await server()})
    await lab.run('up')
    const down = await lab.run('down')
    expect(down).toMatchObject({exitCode: 0, stdout: expect.stringContaining('by force, after the grace period: web')})
    expect(lab.processes()).toEqual([])
    expect(down.ms).toBeLessThan(20_000)
  })

  it('up --timeout bounds the wait for what left the lab file, too, and names what still stops', async () => {
    const deaf = await server(['--ignores-term'], {stopGrace: '4s'})
    const lab = await openLab({web: await server(), deaf})
    await lab.run('up')
    await lab.write({web: await server()})
    const up = await lab.run('up', '--timeout', '500ms')
    expect(up).toHaveEndedWith(5)
    expect(up.stderr).toContain('gave up waiting after 0.5 s')
    expect(up.stderr).toContain('deaf: stopping')
  })

  it('F22: a child that ignores SIGTERM is gone when down returns, though its parent ended at once', async () => {
    const lab = await openLab({
      web: {command: standIn('leaves-stubborn-child.sh'), stopGrace: '300ms', health: {log: 'child ready'}},
    })
    await lab.run('up')
    expect(await lab.run('down')).toHaveEndedWith(0)
    expect(lab.processes()).toEqual([])
  })

  it('F23: a grandchild in a session of its own is found and ended', async () => {
    const lab = await openLab({web: {command: standIn('escapes.sh'), stopGrace: '300ms', health: {log: 'escaped'}}})
    await lab.run('up')
    expect(lab.processes().length).toBeGreaterThan(1)
    expect(await lab.run('down')).toHaveEndedWith(0)
    expect(lab.processes()).toEqual([])
  })

  it('F23: it is found after the supervisor and the main process died, too', async () => {
    const lab = await openLab({web: {command: standIn('escapes.sh'), stopGrace: '300ms', health: {log: 'escaped'}}})
    await lab.run('up')
    for (const pid of [...lab.supervisors(), await lab.pidOf('web')]) process.kill(pid, 'SIGKILL')
    expect(lab.processes()).not.toEqual([])
    expect(await lab.run('down')).toHaveEndedWith(0)
    expect(lab.processes()).toEqual([])
  })

  it('F24: a grandchild that holds stdout hangs nobody', async () => {
    const lab = await openLab({
      web: {command: standIn('escapes-holding-stdout.sh'), stopGrace: '300ms', health: {log: 'held'}},
    })
    await lab.run('up')
    process.kill(await lab.pidOf('web'), 'SIGKILL')
    await until('it was started again', async () => (await lab.status()).components[0]?.restarts === 1)
    expect(await lab.run('down')).toHaveEndedWith(0)
    expect(lab.processes()).toEqual([])
  })
})
