import {expect, it} from 'vitest'
import {bootTimes} from './boot-times.js'
import type {LabEvent} from './events.js'

const handle = {runtime: 'local', run: 'r', pid: 1, startTime: '1', bootId: 'b', logFrom: 0} as const
let seq = 0
const mark = (second: number) => ({seq: ++seq, at: new Date(second * 1000).toISOString()})
const wish = (second: number, goal: 'up' | 'down', ...components: string[]): LabEvent => ({
  ...mark(second),
  type: 'goal',
  components,
  goal,
  by: 'x',
})
const starting = (second: number, component: string): LabEvent => ({
  ...mark(second),
  type: 'state',
  component,
  goal: 'up',
  state: {phase: 'starting', notReadyBecause: ''},
})
const ready = (second: number, component: string): LabEvent => ({
  ...mark(second),
  type: 'state',
  component,
  goal: 'up',
  state: {phase: 'ready', handle},
})

it('counts from the wish: when each component was started, and when it was ready', () => {
  const events = [wish(10, 'up', 'a', 'b'), starting(10, 'a'), ready(12, 'a'), starting(12, 'b'), ready(15, 'b')]
  expect([...bootTimes(events)]).toEqual([
    ['a', {startedMs: 0, readyMs: 2000}],
    ['b', {startedMs: 2000, readyMs: 5000}],
  ])
})

it('is about the last boot, not about one component that was started again later', () => {
  const boot = [wish(10, 'up', 'a', 'b'), starting(10, 'a'), starting(10, 'b'), ready(11, 'a'), ready(11, 'b')]
  const later = [wish(90, 'up', 'a', 'b'), starting(90, 'a'), ready(99, 'a')]
  expect(bootTimes([...boot, ...later]).get('b')).toEqual({startedMs: 0, readyMs: 1000})
})

it('a restart within the boot does not move the moment in which it was first ready', () => {
  const events = [wish(10, 'up', 'a'), starting(10, 'a'), ready(11, 'a'), starting(20, 'a'), ready(21, 'a')]
  expect(bootTimes(events).get('a')).toEqual({startedMs: 0, readyMs: 1000})
})

it('what was never ready has no such moment; without a boot there is nothing', () => {
  expect(bootTimes([wish(1, 'up', 'a'), starting(1, 'a')]).get('a')).toEqual({startedMs: 0, readyMs: undefined})
  expect(bootTimes([]).size).toBe(0)
})
