import {describe, expect, it} from 'vitest'
import {fakeClock, settled} from '../../test/fakes/fake-clock.js'
import {fakeRuntime} from '../../test/fakes/fake-runtime.js'
import {fakeLab, fakeTask, needs} from '../../test/fakes/tasks.js'
import {MsaError} from '../errors.js'
import type {Runtime, Task} from '../runtimes/runtime.js'
import type {LabEventBody} from './events.js'
import {createSupervisor} from './supervisor.js'

const zookeeper = fakeTask('zookeeper')
const kafka = fakeTask('kafka', {dependsOn: needs('zookeeper')})
const connect = fakeTask('connect', {dependsOn: needs('kafka')})
const zipkin = fakeTask('zipkin')

function createLab() {
  const clock = fakeClock()
  const runtime = fakeRuntime(clock)
  const events: LabEventBody[] = []
  const stored: string[] = []
  const ports = {taken: false}
  const crashed = {is: false}
  const mortal: Runtime = {
    ...runtime,
    wait: async (handle, signal) => {
      const exit = await runtime.wait(handle, signal)
      return crashed.is ? new Promise<never>(() => undefined) : exit
    },
  }
  const open = (local: Runtime = runtime) =>
    createSupervisor({
      lab: fakeLab,
      runtimes: {local},
      ask: runtime.ask,
      clock,
      store: {
        intend: async runs => void stored.push(...[...runs].map(([task, run]) => `intend ${task} ${run}`)),
        started: async task => void stored.push(`started ${task}`),
        ended: async task => void stored.push(`ended ${task}`),
        save: async () => undefined,
      },
      emit: event => void events.push(event),
      assertPortsFree: async task => {
        if (ports.taken) throw new MsaError('E_PORT_IN_USE', `port of ${task.name} is taken`, {tryThis: ['move it']})
      },
      lastLogLines: async () => ['its last words'],
      random: () => 0,
    })
  const supervisor = open(mortal)
  const crash = () => {
    crashed.is = true
    return runtime.observe(fakeLab, new AbortController().signal)
  }
  const up = async (...tasks: Task[]) => {
    const names = tasks.map(({name}) => name)
    await supervisor.up({tasks, members: names, names, by: 'test'})
    await clock.advance(1000)
  }
  const phase = (name: string) => supervisor.members.get(name)?.state.phase
  return {clock, runtime, events, stored, ports, open, supervisor, up, phase, crash}
}

describe('up', () => {
  it('starts at once all that may start, and the others when what they depend on is ready', async () => {
    const {runtime, up, phase} = createLab()
    await up(connect, kafka, zipkin, zookeeper)
    expect(runtime.journal).toEqual(['start zipkin', 'start zookeeper', 'start kafka', 'start connect'])
    expect(phase('connect')).toBe('ready')
  })

  it('lets those go first for whom others wait, and only until the component is ready itself', async () => {
    const {runtime, up, clock} = createLab()
    runtime.behave('zipkin', {readyAfterMs: 5000})
    await up(kafka, zipkin, zookeeper)
    expect(runtime.shares).toEqual(['zipkin yields'])
    await clock.advance(5000)
    expect(runtime.shares).toEqual(['zipkin yields', 'zipkin as usual'])
  })

  it('says for whom a component waits', async () => {
    const {runtime, up, supervisor} = createLab()
    runtime.behave('zookeeper', {readyAfterMs: 60_000})
    await up(kafka, zookeeper)
    expect(supervisor.members.get('kafka')?.state).toEqual({
      phase: 'pending',
      holds: [{reason: 'waits-for', on: 'zookeeper'}],
    })
  })

  it('P8: changes nothing of a lab that runs as it should', async () => {
    const {runtime, up} = createLab()
    await up(zookeeper, kafka)
    await up(zookeeper, kafka)
    expect(runtime.journal).toEqual(['start zookeeper', 'start kafka'])
  })

  it('restarts only the component whose configuration changed', async () => {
    const {runtime, up, phase} = createLab()
    await up(zookeeper, zipkin)
    await up(zookeeper, {...zipkin, configHash: 'other'})
    expect(runtime.journal.slice(2)).toEqual(['stop zipkin SIGTERM', 'start zipkin'])
    expect(phase('zipkin')).toBe('ready')
  })

  it('stops and forgets what is no longer part of the lab', async () => {
    const {runtime, up, phase} = createLab()
    await up(zookeeper, zipkin)
    await up(zookeeper)
    expect(runtime.running()).toEqual(['zookeeper'])
    expect(phase('zipkin')).toBeUndefined()
  })

  it('P4: the intent is on disk before the process exists, and the identity after it', async () => {
    const {stored, up} = createLab()
    await up(zipkin)
    expect(stored).toEqual([expect.stringMatching(/^intend zipkin [0-9a-f]{16}$/), 'started zipkin'])
  })

  it('P12: a port that is taken is a failure with its name, not a crash loop', async () => {
    const {runtime, ports, up, supervisor, clock} = createLab()
    ports.taken = true
    await up(zipkin)
    await clock.advance(600_000)
    expect(supervisor.members.get('zipkin')?.state).toMatchObject({phase: 'failed', error: {code: 'E_PORT_IN_USE'}})
    expect(runtime.journal).toEqual([])
  })

  it('P10: a component that is never ready fails at its deadline with reason and last words; the others stay', async () => {
    const {runtime, up, supervisor, clock, phase} = createLab()
    runtime.behave('zookeeper', {})
    await up(zookeeper, kafka, zipkin)
    await clock.advance(90_000)
    expect(supervisor.members.get('zookeeper')?.state).toMatchObject({
      phase: 'failed',
      error: {
        code: 'E_NOT_READY',
        message: expect.stringContaining('not ready yet'),
        details: expect.arrayContaining(['  its last words']),
      },
    })
    expect([phase('kafka'), phase('zipkin')]).toEqual(['pending', 'ready'])
    expect(runtime.running()).toEqual(['zipkin'])
  })

  it('P9: an answer from a stranger on its port does not make it ready', async () => {
    const {runtime, up, supervisor} = createLab()
    runtime.behave('zipkin', {readyAfterMs: 0, claim: {owner: 'stranger', who: 'pid 7 (nc)'}})
    await up(zipkin)
    expect(supervisor.members.get('zipkin')?.state).toMatchObject({
      phase: 'starting',
      notReadyBecause: 'port 1 is answered by a stranger: pid 7 (nc)',
    })
  })
})

describe('a component that ends by itself', () => {
  it('F18: is started again after its backoff, and the event says how it ended', async () => {
    const {runtime, up, clock, events, phase} = createLab()
    await up(zipkin)
    runtime.kill('zipkin')
    await clock.advance(499)
    expect(phase('zipkin')).toBe('backoff')
    await clock.advance(1000)
    expect(phase('zipkin')).toBe('ready')
    expect(JSON.stringify(events)).toContain('zipkin killed by SIGKILL')
  })

  it('F33: leaves those that depend on it alone', async () => {
    const {runtime, up, clock} = createLab()
    await up(zookeeper, kafka)
    runtime.kill('zookeeper')
    await clock.advance(10_000)
    expect(runtime.journal.filter(entry => entry.includes('kafka'))).toEqual(['start kafka'])
  })

  it('F26: in a crash loop is given up after five failures, and the others go on', async () => {
    const {runtime, up, clock, supervisor, phase} = createLab()
    runtime.behave('zipkin', {exitsAfterMs: 10, exitCode: 1})
    await up(zipkin, zookeeper)
    await clock.advance(600_000)
    expect(runtime.journal.filter(entry => entry === 'start zipkin')).toHaveLength(5)
    expect(supervisor.members.get('zipkin')?.state).toMatchObject({
      phase: 'failed',
      error: {message: 'zipkin exited with code 1 and is not started again: 5 failures within 10 minutes'},
    })
    expect(phase('zookeeper')).toBe('ready')
  })

  it('P11: a start by hand begins the count anew', async () => {
    const {runtime, up, clock, supervisor, phase} = createLab()
    runtime.behave('zipkin', {exitsAfterMs: 10, exitCode: 1})
    await up(zipkin)
    await clock.advance(600_000)
    runtime.behave('zipkin', {readyAfterMs: 0})
    await supervisor.start(['zipkin'], 'test')
    await clock.advance(1000)
    expect([phase('zipkin'), supervisor.members.get('zipkin')?.failures]).toEqual(['ready', []])
  })

  it('P11: a minute of health forgives', async () => {
    const {runtime, up, clock, phase} = createLab()
    await up(zipkin)
    for (let crash = 0; crash < 8; crash++) {
      await clock.advance(60_000)
      runtime.kill('zipkin')
      await clock.advance(5000)
      expect(phase('zipkin')).toBe('ready')
    }
  })

  it('P15: a wall clock that jumps changes nothing, since no decision looks at it', async () => {
    const {runtime, up, clock, phase} = createLab()
    const wall = Date.now
    await up(zipkin)
    try {
      Date.now = () => wall() - 31_536_000_000
      runtime.kill('zipkin')
      await clock.advance(2000)
      expect(phase('zipkin')).toBe('ready')
    } finally {
      Date.now = wall
    }
  })
})

describe('health', () => {
  const live = fakeTask('live', {probes: {...zipkin.probes, liveness: {kind: 'tcp', port: 'main'}}})

  it('F20: one that hangs is stopped and started again', async () => {
    const {runtime, up, clock, phase, events} = createLab()
    await up(live)
    runtime.silence('live', true)
    await clock.advance(17_000)
    expect(JSON.stringify(events)).toContain('hung: it is silent')
    expect(phase('live')).toBe('ready')
    expect(runtime.journal).toEqual(['start live', 'stop live SIGTERM', 'start live'])
  })

  it('without a liveness probe it is only shown as unhealthy, and as ready again', async () => {
    const {runtime, up, clock, phase} = createLab()
    await up(zipkin)
    runtime.silence('zipkin', true)
    await clock.advance(16_000)
    expect(phase('zipkin')).toBe('unhealthy')
    runtime.silence('zipkin', false)
    await clock.advance(5000)
    expect(phase('zipkin')).toBe('ready')
    expect(runtime.journal).toEqual(['start zipkin'])
  })
})

describe('down', () => {
  it('P7: stops dependents before what they depend on', async () => {
    const {runtime, up, supervisor, clock} = createLab()
    await up(connect, kafka, zookeeper)
    await supervisor.down(['zookeeper', 'kafka', 'connect'], 'test')
    await clock.advance(1000)
    expect(runtime.journal.slice(3)).toEqual(['stop connect SIGTERM', 'stop kafka SIGTERM', 'stop zookeeper SIGTERM'])
    expect(supervisor.isIdle()).toBe(true)
  })

  it('cancels a restart that was due', async () => {
    const {runtime, up, supervisor, clock, phase} = createLab()
    await up(zipkin)
    runtime.kill('zipkin')
    await settled()
    await supervisor.down(['zipkin'], 'test')
    await clock.advance(60_000)
    expect(phase('zipkin')).toBe('stopped')
    expect(runtime.running()).toEqual([])
  })

  it('stops what was just being started as soon as it is there', async () => {
    const {runtime, supervisor, clock, phase} = createLab()
    runtime.behave('zipkin', {startTakesMs: 500})
    await supervisor.up({tasks: [zipkin], members: ['zipkin'], names: ['zipkin'], by: 'test'})
    await clock.advance(100)
    await supervisor.down(['zipkin'], 'test')
    await clock.advance(5000)
    expect(phase('zipkin')).toBe('stopped')
    expect(runtime.running()).toEqual([])
  })

  it('F09: up right after down ends with the lab up', async () => {
    const {runtime, up, supervisor, phase} = createLab()
    runtime.behave('zipkin', {readyAfterMs: 0, ignoresStop: true})
    await up(zipkin)
    await supervisor.down(['zipkin'], 'test')
    await up(zipkin)
    expect(phase('zipkin')).toBe('stopping')
    await up(zipkin)
    expect(runtime.running()).toEqual(['zipkin'])
  })
})

describe('after a crash of the supervisor', () => {
  it('P4: adopts what runs, and starts nothing twice', async () => {
    const {runtime, up, open, clock, crash} = createLab()
    await up(zookeeper, kafka)
    const successor = open()
    await successor.adopt(await crash(), [
      {task: zookeeper, goal: 'up'},
      {task: kafka, goal: 'up'},
    ])
    await clock.advance(1000)
    expect([...successor.members.values()].map(({state, adopted}) => [state.phase, adopted])).toEqual([
      ['ready', true],
      ['ready', true],
    ])
    expect(runtime.journal).toEqual(['start zookeeper', 'start kafka'])
  })

  it('F23: ends a descendant that survived the noted main process, and starts the component anew', async () => {
    const {runtime, up, open, clock, crash} = createLab()
    await up(zipkin)
    const [found] = await crash()
    if (found === undefined) throw new Error('nothing runs')
    const successor = open()
    const noted = {...found.handle, pid: found.handle.pid - 1}
    await successor.adopt([found], [{task: zipkin, goal: 'up', run: {handle: noted}}])
    await clock.advance(1000)
    expect(runtime.journal).toEqual(['start zipkin', 'stop zipkin SIGTERM', 'start zipkin'])
  })

  it('P13: with its state lost it waits for the next wish, and adopts then', async () => {
    const {runtime, up, open, clock, crash} = createLab()
    await up(zipkin)
    const successor = open()
    await successor.adopt(await crash(), [])
    await clock.advance(1000)
    expect(successor.isIdle()).toBe(false)
    await successor.up({tasks: [zipkin], members: ['zipkin'], names: ['zipkin'], by: 'test'})
    await clock.advance(1000)
    expect(successor.members.get('zipkin')).toMatchObject({adopted: true, state: {phase: 'ready'}})
    expect(runtime.journal).toEqual(['start zipkin'])
  })
})
