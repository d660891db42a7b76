import type {Task, TaskContainer} from '../../src/runtimes/runtime.js'
import type {Dependency} from '../../src/stacks/component.js'
import {restartOnFailure} from '../../src/stacks/component.js'

export const fakeLab = {id: 'lab-of-tests', name: 'tests', dir: '/nowhere/.msa'} as const

/** A task with nothing special about it. */
export function fakeTask(name: string, overrides: Partial<Task> = {}): Task {
  return {
    lab: fakeLab,
    name,
    component: name,
    summary: '',
    runtime: 'local',
    ports: {main: 1},
    dependsOn: [],
    workload: {command: name, args: []},
    dataDir: `/nowhere/.msa/data/${name}`,
    configDir: `/nowhere/.msa/config/${name}`,
    logFile: `/nowhere/.msa/logs/${name}.log`,
    probes: {readiness: {kind: 'tcp', port: 'main'}},
    restart: restartOnFailure,
    stopSignal: 'SIGTERM',
    stopGraceMs: 10_000,
    memoryMiB: 10,
    urls: [],
    configHash: 'same',
    ...overrides,
  }
}

export function needs(...names: string[]): readonly Dependency[] {
  return names.map(on => ({on, condition: 'ready'}))
}

/** A container of a component of msa, which wants nothing special. */
export function fakeContainer(name: string, more: Partial<TaskContainer> = {}): TaskContainer {
  return {
    ...{image: `${name}:1`, managed: true, aliases: [name], portsInside: {}, unpublished: [], binds: []},
    ...{volumes: {}, copies: [], memoryLimitMiB: undefined, readOnlyRoot: false},
    ...more,
  }
}
