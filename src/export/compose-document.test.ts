// biome-ignore-all lint/suspicious/noTemplateCurlyInString: ${NAME} is Compose's own syntax
import {describe, expect, it} from 'vitest'
import {parse} from 'yaml'
import {fakeContainer} from '../../test/fakes/tasks.js'
import type {Task, TaskContainer} from '../runtimes/runtime.js'
import {restartOnFailure} from '../stacks/component.js'
import {composeDocument} from './compose-document.js'
import {filesOf} from './compose-files.js'
import {composeText, projectName} from './compose-text.js'

type Changes = Partial<Omit<Task, 'container'>> & {readonly container?: Partial<TaskContainer>}

function task(name: string, {container, ...more}: Changes = {}): Task {
  return {
    ...{lab: {id: 'id', name: 'lab', dir: '/lab/.msa'}, name, component: name, summary: '', runtime: 'docker'},
    ...{ports: {http: 8080}, dependsOn: [], workload: {command: 'serve', args: ['--all']}},
    ...{dataDir: '', configDir: '', logFile: '', probes: {readiness: {kind: 'tcp', port: 'http'}}},
    ...{restart: restartOnFailure, stopSignal: 'SIGTERM', stopGraceMs: 5000, memoryMiB: 1, urls: [], configHash: ''},
    ...more,
    container: fakeContainer(name, container),
  } as Task
}

interface More {
  readonly auto?: readonly number[]
  readonly digests?: Readonly<Record<string, string>>
}

function document(tasks: readonly Task[], more: More = {}) {
  const made = composeDocument({
    ...{
      tasks,
      auto: new Set(more.auto),
      folder: '/lab/compose',
      copied: new Map(),
      servicesImage: 'msa-services:1',
      digests: new Map(Object.entries(more.digests ?? {})),
    },
  })
  const read = parse(composeText('lab', made.document)) as {services: Record<string, Record<string, unknown>>}
  return {...made, read: read.services}
}

describe('a lab as a Compose file', () => {
  it('publishes its ports on loopback only, and leaves those to the engine that msa would choose', () => {
    const tasks = [task('web', {ports: {http: 8080, any: 18_081, moved: 9090}, container: {portsInside: {9090: 80}}})]
    expect(document(tasks, {auto: [18_081]}).read.web?.ports).toEqual([
      '127.0.0.1:8080:8080',
      '127.0.0.1::18081',
      '127.0.0.1:9090:80',
    ])
  })

  it('names the very content of an image where that is known, also of the one that fills the volumes', () => {
    const {read} = document([task('web'), task('job')], {digests: {'web:1': 'sha256:abc'}})
    expect(read.web?.image).toBe('web:1@sha256:abc')
    expect(read.job?.image).toBe('job:1')
    expect(read['msa-init']?.image).toBe('web:1@sha256:abc')
  })

  it('waits as msa does, and no longer than somebody can tell', () => {
    const tasks = [
      task('db'),
      task('talker', {probes: {readiness: {kind: 'log', pattern: 'up'}}}),
      task('job', {container: {managed: false}}),
      task('web', {
        dependsOn: [
          {on: 'db', condition: 'ready'},
          {on: 'talker', condition: 'ready'},
          {on: 'job', condition: 'completed'},
          {on: 'absent', condition: 'ready'},
        ],
      }),
    ]
    const {read, notes} = document(tasks)
    expect(read.web?.depends_on).toEqual({
      'msa-init': {condition: 'service_completed_successfully'},
      db: {condition: 'service_healthy'},
      talker: {condition: 'service_started'},
      job: {condition: 'service_completed_successfully'},
    })
    expect(notes).toEqual([
      {about: 'talker', because: 'no health check: its health is a line of its log, which nobody inside reads'},
    ])
  })

  it('waits for all instances of a component, which all answer to its name', () => {
    const instances = ['order', 'order-2'].map(name =>
      task(name, {component: 'order', container: {aliases: [...new Set([name, 'order'])]}}),
    )
    const {read} = document([...instances, task('web', {dependsOn: [{on: 'order', condition: 'ready'}]})])
    expect(Object.keys(read.web?.depends_on as object)).toEqual(['msa-init', 'order', 'order-2'])
    expect(read['order-2']?.networks).toEqual({default: {aliases: ['order']}})
  })

  it('fills in nothing that msa meant as it stands', () => {
    const workload = {command: 'serve', args: ['$HOME'], env: {PATTERN: '^a$', TWO: '$$'}}
    const {read} = document([task('web', {workload})])
    expect(read.web).toMatchObject({command: ['$$HOME'], environment: {PATTERN: '^a$$', TWO: '$$$$'}})
    expect(read.web?.user).toBe('${MSA_USER:-1000:1000}')
  })

  it('has no password in it: such a variable stands in a file for its owner alone', () => {
    const workload = {command: 'serve', args: [], env: {DB_PASSWORD: "it's $ecret", API_KEY: 'k3y', NAME: 'shop'}}
    const web = task('web', {workload, container: {managed: true}})
    const {read, document: made} = document([web])
    expect(read.web).toMatchObject({environment: {NAME: 'shop'}, env_file: ['env/web.env']})
    expect(composeText('lab', made)).not.toMatch(/ecret|k3y/)
    expect(filesOf(web)).toContainEqual({
      path: 'env/web.env',
      mode: 0o600,
      content: "DB_PASSWORD=\"it's \\$ecret\"\nAPI_KEY='k3y'\n",
    })
  })

  it('runs an image of somebody else as it was made, but for its arguments, its ports and its volumes', () => {
    const container = {managed: false, volumes: {pages: '/srv'}, binds: [{from: '/lab/site', to: '/site'}]}
    const {read} = document([task('web', {container})])
    expect(read.web).toMatchObject({command: ['--all'], volumes: ['pages:/srv', '../site:/site:ro']})
    expect(Object.keys(read)).toEqual(['web'])
    expect(read.web).not.toHaveProperty('user')
    expect(read.web).not.toHaveProperty('entrypoint')
    const other = document([task('web', {container: {...container, entrypoint: ['sh']}})])
    expect(other.read.web).toMatchObject({entrypoint: ['sh'], command: ['--all']})
  })

  it('builds the services from the folder beside it', () => {
    const {read} = document([task('gateway', {container: {image: 'msa-services:1'}})])
    expect(read.gateway).toMatchObject({image: 'msa-services:1', build: {context: './services-image'}})
  })

  it('reads the same to those who know YAML 1.1', () => {
    const {document: made} = document([task('web', {restart: {on: 'never'}})])
    expect(composeText('lab', made)).toContain('restart: "no"')
    expect(composeText('lab', made)).toContain('user: "0:0"')
  })

  it('is a project of its own beside one of the same name', () => {
    expect(projectName('My Shop.v2')).toBe('my-shop-v2-lab')
  })
})
