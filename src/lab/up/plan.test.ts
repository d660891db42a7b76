import {describe, expect, it} from 'vitest'
import type {ComponentStatus} from '../protocol.js'
import type {ComponentState} from '../state.js'
import {type PlannedTask, planUp, wantedNames} from './plan.js'
import {planText} from './plan-text.js'

const handle = {runtime: 'local', run: 'r', pid: 1, startTime: '1', bootId: 'b', logFrom: 0} as const
const zookeeper = task('zookeeper')
const kafka = task('kafka', 'zookeeper')
const connect = task('connect', 'kafka')
const zipkin = task('zipkin')

describe('up plans', () => {
  it('starts everything of a stopped lab, each after what it depends on', () => {
    expect(plan([connect, kafka, zookeeper, zipkin])).toBe(`
[1] start zookeeper (not running)
[2] start kafka (not running), after zookeeper
[3] start connect (not running), after kafka
[4] start zipkin (not running)`)
  })

  it('changes nothing of a lab that runs as it should', () => {
    expect(plan([zookeeper, kafka], [status('zookeeper', ready), status('kafka', ready)])).toBe(`
[1] keep zookeeper (runs as it should)
[2] keep kafka (runs as it should)`)
  })

  it('restarts only the component whose configuration changed', () => {
    expect(plan([zookeeper, kafka], [status('zookeeper', ready), status('kafka', ready, 'other')])).toBe(`
[1] keep zookeeper (runs as it should)
[2] restart kafka (its configuration changed), after zookeeper`)
  })

  it('stops what is no longer part of the lab', () => {
    expect(plan([zookeeper], [status('zookeeper', ready), status('zipkin', ready)])).toBe(`
[1] stop zipkin (no longer part of the lab)
[2] keep zookeeper (runs as it should)`)
  })

  it('starts what failed again, and says why it had failed', () => {
    const error = {code: 'E_FAILED', message: 'it broke', details: [], tryThis: [], exitCode: 1} as const
    expect(plan([zookeeper], [status('zookeeper', {phase: 'failed', error})])).toBe(`
[1] start zookeeper (it failed: it broke)`)
  })

  it('fetches and installs what is missing before anything is started', () => {
    const steps = planUp({
      tasks: [{...zookeeper, configHash: undefined}],
      names: ['zookeeper'],
      members: ['zookeeper'],
      running: [],
      missing: [{op: 'fetch', what: 'kafka'}],
    })
    expect(`\n${planText(steps)}`).toBe(`
[1] fetch kafka (not on this machine)
[2] start zookeeper (not running), after fetch kafka`)
  })
})

describe('wanted names', () => {
  it('takes in all that a named component depends on', () => {
    expect(wantedNames([zookeeper, kafka, connect, zipkin], ['connect'])).toEqual(['zookeeper', 'kafka', 'connect'])
  })

  it('B08: takes a name given twice once', () => {
    expect(wantedNames([zookeeper, kafka], ['kafka', 'kafka'])).toEqual(['zookeeper', 'kafka'])
  })

  it('means every instance of a component', () => {
    const orders = [task('order-service'), {...task('order-service-2'), component: 'order-service'}]
    expect(wantedNames(orders, ['order-service'])).toEqual(['order-service', 'order-service-2'])
  })

  it('B09: refuses an unknown name with the nearest one and the list', () => {
    expect(() => wantedNames([zookeeper, kafka], ['kafak'])).toThrow(
      expect.objectContaining({
        code: 'E_COMPONENT_UNKNOWN',
        message: '"kafak" is not part of this lab, did you mean "kafka"?',
        details: ['this lab has: zookeeper, kafka'],
      }),
    )
  })
})

const ready: ComponentState = {phase: 'ready', handle}

function task(name: string, ...needs: string[]): PlannedTask {
  return {name, component: name, configHash: 'same', dependsOn: needs.map(on => ({on, condition: 'ready'}))}
}

function status(name: string, state: ComponentState, configHash = 'same'): ComponentStatus {
  return {
    ...{name, component: name, summary: '', runtime: 'local', goal: 'up', state, forSeconds: 1, restarts: 0},
    ...{adopted: false, ports: {}, dependsOn: [], urls: [], logFile: '', configHash},
  } as ComponentStatus
}

function plan(tasks: readonly PlannedTask[], running: readonly ComponentStatus[] = []): string {
  const names = tasks.map(({name}) => name)
  return `\n${planText(planUp({tasks, names, members: names, running, missing: []}))}`
}
