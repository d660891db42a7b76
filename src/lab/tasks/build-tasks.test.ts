import {describe, expect, it} from 'vitest'
import {type Component, defineComponent, restartOnFailure} from '../../stacks/component.js'
import type {Lab, LabComponent} from '../lab.js'
import {buildTasks} from './build-tasks.js'
import type {Part} from './members.js'
import type {Surroundings} from './surroundings.js'

const broker = defineComponent({
  ...{
    name: 'broker',
    stack: 'broker',
    summary: 'A broker',
    ports: {main: 1000},
    needs: [],
    image: {reference: 'broker:1', programs: {}},
  },
  dependsOn: [
    {on: 'keeper', condition: 'ready'},
    {on: 'absent', condition: 'ready'},
  ],
  workload: context => ({
    command: '/bin/broker',
    args: [`--port=${context.port('main')}`, `--keeper=${context.link('keeper').port}`],
    env: {OWN: '1', SHARED: 'component'},
    files: [{path: `${context.configDir}/secret`, content: context.secret('db-password'), isSecret: true}],
  }),
  probes: {readiness: {kind: 'tcp', port: 'main'}},
  ...{restart: restartOnFailure, stopSignal: 'SIGTERM', stopGraceMs: 5000, memoryMiB: 100},
  urls: [{label: 'Broker', port: 'main', scheme: 'http', path: '/x', secret: 'db-password'}],
} satisfies Component)

const wish: LabComponent = {
  ...{name: 'broker', because: 'named', runtime: 'auto', ports: {}, instances: 1, memoryMiB: undefined, settings: {}},
  ...{env: {}, path: undefined, image: undefined, restart: undefined, stopGraceMs: undefined, dependsOn: []},
}
const lab = {name: 'lab', durability: 'lab', portOffset: 0, config: {repository: '/repo', keyFile: undefined}} as Lab
const around = (more: Partial<Surroundings> = {}): Surroundings => ({
  ...{
    lab,
    identity: {id: 'id', name: 'lab', dir: '/lab/.msa'},
    catalogue: [broker],
    members: new Set(['broker', 'keeper']),
  },
  ports: new Map([
    ['broker', {main: 1000}],
    ['broker-2', {main: 1001}],
    ['keeper', {main: 2000}],
  ]),
  found: {programs: new Map(), distributions: new Map()},
  secrets: {fileOf: name => `/lab/.msa/secrets/${name}`, read: () => 'S3CRET'},
  ...{runtimes: new Map(), machineAddress: undefined, servicesImage: 'services:1'},
  ...{cacheDir: '/cache', packageDir: '/msa', home: '/home/me', isRoot: false, platform: 'linux'},
  ...more,
})
const part = (more: Partial<LabComponent> = {}): Part => ({
  kind: 'component',
  component: broker,
  wish: {...wish, ...more},
})
const taskOf = (more: Partial<LabComponent> = {}, surroundings = around()) => {
  const [task] = buildTasks([part(more)], surroundings)
  if (task === undefined) throw new Error('no task')
  return task
}

describe('a task', () => {
  it('has every choice made: ports bound, links resolved, folders of its own', () => {
    expect(taskOf()).toMatchObject({
      name: 'broker',
      ports: {main: 1000},
      dataDir: '/lab/.msa/data/broker',
      logFile: '/lab/.msa/logs/broker.log',
      workload: {args: ['--port=1000', '--keeper=2000']},
      urls: [{label: 'Broker', url: 'http://127.0.0.1:1000/x', passwordFile: '/lab/.msa/secrets/db-password'}],
    })
  })

  it('waits only for what is part of the lab', () => {
    expect(taskOf().dependsOn).toEqual([{on: 'keeper', condition: 'ready'}])
  })

  it('does as the lab file says where that says something', () => {
    const task = taskOf({env: {SHARED: 'file'}, stopGraceMs: 1, memoryMiB: 2, restart: {on: 'never'}})
    expect(task).toMatchObject({stopGraceMs: 1, memoryMiB: 2, restart: {on: 'never'}})
    expect(task.workload.env).toEqual({OWN: '1', SHARED: 'file'})
  })

  it('stands for each instance, with data of its own', () => {
    const tasks = buildTasks([part({instances: 2})], around())
    expect(tasks.map(({name, component, dataDir}) => [name, component, dataDir])).toEqual([
      ['broker', 'broker', '/lab/.msa/data/broker'],
      ['broker-2', 'broker', '/lab/.msa/data/broker-2'],
    ])
  })
})

describe('the hash of a configuration', () => {
  it('is the same for the same surroundings', () => {
    expect(taskOf().configHash).toBe(taskOf().configHash)
  })

  it('changes with whatever needs a restart: ports, links, environment, secrets', () => {
    const ports = (main: number, keeper: number) =>
      new Map([
        ['broker', {main}],
        ['keeper', {main: keeper}],
      ])
    const hashes = [
      taskOf(),
      taskOf({}, around({ports: ports(1, 2000)})),
      taskOf({}, around({ports: ports(1000, 2)})),
      taskOf({env: {X: '1'}}),
      taskOf({}, around({secrets: {fileOf: name => name, read: () => 'other'}})),
    ].map(({configHash}) => configHash)
    expect(new Set(hashes).size).toBe(5)
  })

  it('does not change with what does not: the grace of a stop, memory to plan with', () => {
    expect(taskOf({stopGraceMs: 1, memoryMiB: 2}).configHash).toBe(taskOf().configHash)
  })

  it('P19: says nothing of a secret', () => {
    expect(taskOf().configHash).toMatch(/^[0-9a-f]{16}$/)
  })
})
