import {describe, expect, it} from 'vitest'
import {fakeTask, needs} from '../../test/fakes/tasks.js'
import {decide, type Entry, yields} from './decide.js'
import type {ComponentState} from './state.js'

const handle = {runtime: 'local', run: 'r', pid: 1, startTime: '1', bootId: 'b', logFrom: 0} as const
const ready: ComponentState = {phase: 'ready', handle}
const pending: ComponentState = {phase: 'pending', holds: []}

function entry(name: string, state: ComponentState, more: Partial<Entry> = {}, ...on: string[]): Entry {
  const task = fakeTask(name, {dependsOn: needs(...on)})
  return {task, goal: 'up', state, runningHash: 'handle' in state ? task.configHash : undefined, ...more}
}

describe('a component that is wanted', () => {
  it('is started when it depends on nothing', () => {
    expect(decide(entry('zipkin', pending), [])).toEqual({do: 'start'})
  })

  it('is held, with the name of what it waits for, until that is ready', () => {
    const kafka = entry('kafka', pending, {}, 'zookeeper')
    const starting = entry('zookeeper', {phase: 'starting', handle, notReadyBecause: ''})
    expect(decide(kafka, [kafka, starting])).toEqual({do: 'hold', holds: [{reason: 'waits-for', on: 'zookeeper'}]})
    expect(decide(kafka, [kafka, entry('zookeeper', ready)])).toEqual({do: 'start'})
  })

  it('names everything it waits for', () => {
    const connect = entry('connect', pending, {}, 'kafka', 'mariadb')
    const decision = decide(connect, [connect, entry('kafka', pending), entry('mariadb', pending)])
    expect(decision).toMatchObject({holds: [{on: 'kafka'}, {on: 'mariadb'}]})
  })

  it('waits for every instance of a component it depends on', () => {
    const gateway = entry('gateway', pending, {}, 'orders')
    const second = entry('orders-2', pending)
    const lab = [gateway, entry('orders', ready), {...second, task: {...second.task, component: 'orders'}}]
    expect(decide(gateway, lab)).toMatchObject({do: 'hold'})
  })

  it('is content with a dependency that has only been started, where it says so', () => {
    const web = {...entry('web', pending), task: fakeTask('web', {dependsOn: [{on: 'db', condition: 'started'}]})}
    expect(decide(web, [web, entry('db', {phase: 'starting', notReadyBecause: ''})])).toMatchObject({do: 'hold'})
    expect(decide(web, [web, entry('db', {phase: 'starting', handle, notReadyBecause: ''})])).toEqual({do: 'start'})
  })

  it('waits for a task to complete well, where it says so', () => {
    const web = {...entry('web', pending), task: fakeTask('web', {dependsOn: [{on: 'seed', condition: 'completed'}]})}
    const done = (code: number) => entry('seed', {phase: 'stopped', exit: {code, signal: null, forced: false}})
    expect(decide(web, [web, done(1)])).toMatchObject({do: 'hold'})
    expect(decide(web, [web, done(0)])).toEqual({do: 'start'})
  })

  it('is left alone while it runs, waits to be tried again, has failed or is done', () => {
    const states: ComponentState[] = [
      ready,
      {phase: 'backoff', attempt: 1, afterMs: 1, because: ''},
      {phase: 'failed', error: {code: 'E_FAILED', message: '', details: [], tryThis: [], exitCode: 1}},
      {phase: 'stopped', exit: {code: 0, signal: null, forced: false}},
    ]
    for (const state of states) expect(decide(entry('web', state), [])).toEqual({do: 'nothing'})
  })

  it('F33: is not stopped because what it depends on has died', () => {
    const kafka = entry('kafka', ready, {}, 'zookeeper')
    const dead = entry('zookeeper', {phase: 'backoff', attempt: 1, afterMs: 1, because: ''})
    expect(decide(kafka, [kafka, dead])).toEqual({do: 'nothing'})
  })

  it('is stopped, to be started again, when its configuration changed', () => {
    expect(decide(entry('kafka', ready, {runningHash: 'old'}), [])).toEqual({
      do: 'stop',
      because: 'its configuration changed',
    })
    expect(
      decide(entry('kafka', {phase: 'stopped', exit: {code: 0, signal: null, forced: false, note: 'stopped'}}), []),
    ).toEqual({do: 'start'})
  })
})

describe('a component that is not wanted', () => {
  const down = {goal: 'down'} as const

  it('is stopped', () => {
    expect(decide(entry('web', ready, down), [])).toEqual({do: 'stop', because: 'it was asked to stop'})
  })

  it('P7: goes on until those that depend on it and go down as well are gone', () => {
    const zookeeper = entry('zookeeper', ready, down)
    const kafka = entry('kafka', {phase: 'stopping', handle, graceMs: 1}, down, 'zookeeper')
    expect(decide(zookeeper, [zookeeper, kafka])).toEqual({do: 'nothing'})
    expect(decide(zookeeper, [zookeeper, {...kafka, state: {phase: 'stopped'}}])).toMatchObject({do: 'stop'})
  })

  it('does not wait for a dependent that stays up', () => {
    const zookeeper = entry('zookeeper', ready, down)
    expect(decide(zookeeper, [zookeeper, entry('kafka', ready, {}, 'zookeeper')])).toMatchObject({do: 'stop'})
  })

  it('is settled as stopped when nothing of it runs', () => {
    expect(decide(entry('web', {phase: 'backoff', attempt: 1, afterMs: 1, because: ''}, down), [])).toEqual({
      do: 'settle',
    })
    expect(decide(entry('web', {phase: 'stopped'}, down), [])).toEqual({do: 'nothing'})
  })

  it('is waited for while its start is under way', () => {
    expect(decide(entry('web', {phase: 'starting', notReadyBecause: ''}, down), [])).toEqual({do: 'nothing'})
  })
})

it('a component that is being stopped is left to it, whatever is wanted', () => {
  for (const goal of ['up', 'down'] as const)
    expect(decide(entry('web', {phase: 'stopping', handle, graceMs: 1}, {goal}), [])).toEqual({do: 'nothing'})
})

describe('a component that boots', () => {
  const starting: ComponentState = {phase: 'starting', handle, notReadyBecause: ''}
  const kafka = entry('kafka', pending, {}, 'zookeeper')
  const zookeeper = entry('zookeeper', starting)
  const zipkin = entry('zipkin', starting)

  it('lets those go first for whom others wait', () => {
    expect(yields(zipkin, [kafka, zookeeper, zipkin])).toBe(true)
    expect(yields(zookeeper, [kafka, zookeeper, zipkin])).toBe(false)
  })

  it('yields to nobody where nobody waits for anybody', () => {
    expect(yields(zipkin, [zookeeper, zipkin])).toBe(false)
    expect(yields(zipkin, [entry('kafka', ready, {}, 'zookeeper'), entry('zookeeper', ready), zipkin])).toBe(false)
  })
})
