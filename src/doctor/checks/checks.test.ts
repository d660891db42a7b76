import {describe, expect, it} from 'vitest'
import {MsaError} from '../../errors.js'
import {catalogue} from '../../stacks/index.js'
import {diagnose} from '../diagnose.js'
import type {Facts, HeldPort} from '../facts.js'
import {checks} from './index.js'

const gib = 1024 ** 3
const space = {folder: '/home/ann', bytes: 100 * gib, inodes: 1_000_000}
const nothing = {programs: new Map(), distributions: new Map()}
const missing = (name: 'java' | 'grafana', more: object = {}) => ({
  ...{name, label: name, reason: `${name} is not installed`, namedBy: undefined, rejected: [], lookedIn: ['PATH']},
  ...more,
})
const lab: Facts['lab'] = {
  ...{name: 'default', file: undefined, problem: undefined},
  components: catalogue.map(component => ({...component, runs: false})),
}
const noEngine: Facts['engine'] = {inContainers: [], found: undefined, space: undefined, problem: undefined}
const found: NonNullable<Facts['engine']['found']> = {
  ...{address: 'unix:///var/run/docker.sock', source: 'Docker', name: 'Docker', version: '27.1', apiVersion: '1.46'},
  ...{os: 'linux', architecture: 'amd64', memoryBytes: 8 * gib, dataFolder: '/var/lib/docker'},
  ...{rootless: false, isDesktop: false},
}
const containers = (more: Partial<Facts['engine']>) => ({
  engine: {...noEngine, inContainers: ['kafka'], found, ...more},
})
const healthy: Facts = {
  engine: noEngine,
  node: {version: '20.20.2', path: '/usr/bin/node'},
  lab,
  survey: {found: nothing, missingPrograms: [], missingDistributions: []},
  ports: [],
  ephemeral: {from: 32_768, to: 60_999, reserved: []},
  availableMiB: 16_000,
  space: {cache: space, lab: space},
  localhost: ['127.0.0.1'],
  system: 'Debian',
}
const held = (more: Partial<HeldPort>): HeldPort => ({
  ...{port: 9090, component: 'prometheus', name: 'http', holder: 'stranger', pid: 812, command: 'prometheus'},
  ...{address: '127.0.0.1', forSeconds: 60, unit: undefined},
  ...more,
})

/** Everything but what is in order, one line a finding. */
function complaints(facts: Partial<Facts>): string[] {
  const {findings} = diagnose({...healthy, ...facts}, checks)
  return findings.filter(({level}) => level !== 'pass').map(({level, subject, says}) => `${level} ${subject}: ${says}`)
}

const survey = (more: Partial<Facts['survey']>) => ({survey: {...healthy.survey, ...more}})

it('a healthy machine passes', () => {
  expect(complaints({})).toEqual([])
  expect(diagnose(healthy, checks).ok).toBe(true)
})

describe('the lab cannot run', () => {
  it.each<[string, Partial<Facts>, string]>([
    ['on an old Node', {node: {version: '18.19.0', path: '/n'}}, 'fail Node: 18.19.0, but 20.19 or newer is needed'],
    ['without Java', survey({missingPrograms: [missing('java')]}), 'fail java: java is not installed\nlooked in PATH'],
    [
      'with a lab file that is wrong',
      {
        lab: {
          ...lab,
          problem: new MsaError('E_LAB_FILE_INVALID', 'msa.yml: 1 mistake', {details: ['3:1 no'], tryThis: ['x']}),
        },
      },
      'fail lab: msa.yml: 1 mistake\n3:1 no',
    ],
    [
      "where Debian's own service holds a port",
      {ports: [held({unit: 'prometheus.service'})]},
      "fail port 9090: prometheus (http) wants it, but Debian's own prometheus.service (pid 812, for 60 s) holds it",
    ],
    [
      'where a stranger holds a port',
      {ports: [held({command: 'python3 -c\nimport x'})]},
      'fail port 9090: prometheus (http) wants it, but pid 812 (python3 -c import x, for 60 s) holds it',
    ],
    [
      'where another lab holds a port',
      {ports: [held({holder: 'other-lab'})]},
      'fail port 9090: prometheus (http) wants it, but another lab, with pid 812 (prometheus, for 60 s) holds it',
    ],
    [
      'where another user holds a port',
      {ports: [held({pid: undefined})]},
      'fail port 9090: prometheus (http) wants it, but a process of another user holds it',
    ],
    [
      'on a full disk',
      {space: {...healthy.space, lab: {...space, bytes: 1024}}},
      'fail lab folder: 0 MiB free (/home/ann); 500 MiB are wanted',
    ],
    [
      'on a disk without inodes',
      {space: {...healthy.space, lab: {...space, inodes: 3}}},
      'fail lab folder: 3 inodes free (/home/ann)',
    ],
    ['where localhost is something else', {localhost: ['::1']}, 'fail localhost: the name means ::1, not 127.0.0.1'],
    [
      'where a known password is open to the network (threat T11)',
      {ports: [held({holder: 'lab', address: '0.0.0.0'})]},
      'fail port 9090: prometheus listens on 0.0.0.0, and its password is known to everybody',
    ],
  ])('%s', (_where, facts, complaint) => expect(complaints(facts)).toEqual([complaint]))
})

describe('the lab can run, but', () => {
  const neededMiB = catalogue.reduce((sum, {memoryMiB}) => sum + memoryMiB, 0)

  it.each<[string, Partial<Facts>, string]>([
    [
      'without Grafana',
      survey({missingPrograms: [missing('grafana')]}),
      'warn grafana: grafana is not installed\nlooked in PATH\nthe lab runs without grafana',
    ],
    [
      'something has to be fetched first',
      survey({missingDistributions: ['zipkin']}),
      'warn zipkin: not in the cache: the next msa up fetches about 131 MB',
    ],
    [
      'a port lies where the system takes those of connections',
      {
        ports: [
          held({holder: 'nobody'}),
          held({holder: 'nobody', port: 35_672, component: 'rabbitmq', name: 'distribution'}),
        ],
      },
      'warn ports: this system gives ports 32768 to 60999 to outgoing connections, and may give away 35672 of rabbitmq (distribution)',
    ],
    [
      'memory is scarce',
      {availableMiB: 100},
      `warn memory: 100 MiB free; what of the lab is not running yet needs ${neededMiB} MiB`,
    ],
  ])('%s', (_what, facts, complaint) => expect(complaints(facts)).toEqual([complaint]))

  it('of a lab that runs no memory is asked for again', () => {
    const running = {...lab, components: lab.components.map(component => ({...component, runs: true}))}
    expect(complaints({lab: running, availableMiB: 100})).toEqual([])
  })
})

describe('a remedy', () => {
  const remediesOf = (facts: Partial<Facts>) =>
    diagnose({...healthy, ...facts}, checks).findings.flatMap(({tryThis}) => tryThis)

  it('for a system service stops it for good, or moves the port', () => {
    expect(remediesOf({ports: [held({unit: 'prometheus.service'})]})).toEqual([
      'Stop that service, also at the next boot: systemctl disable --now prometheus.service',
      'Use another port: msa up --port prometheus.http=19090',
    ])
  })

  it('for a place that was named wrongly is to name it rightly: installing another one would not help', () => {
    expect(remediesOf(survey({missingPrograms: [missing('java', {namedBy: 'MSA_JAVA_HOME', lookedIn: []})]}))).toEqual([
      'Correct or remove what names java: MSA_JAVA_HOME',
    ])
  })

  it('stands beside every complaint', () => {
    const facts: Partial<Facts> = {
      ...survey({missingPrograms: [missing('java'), missing('grafana')], missingDistributions: ['kafka']}),
      ...{localhost: [], availableMiB: 1, ports: [held({})], node: {version: '18.0.0', path: '/n'}},
      space: {cache: {...space, bytes: 0}, lab: {...space, inodes: 0}},
    }
    const {findings} = diagnose({...healthy, ...facts}, checks)
    const bad = findings.filter(({level}) => level !== 'pass')
    expect(bad.length).toBe(9)
    expect(bad.filter(({tryThis}) => tryThis.length === 0)).toEqual([])
  })
})

describe('a container engine', () => {
  const told = (engine: Facts['engine']) =>
    diagnose({...healthy, engine}, checks).findings.filter(({check}) => check === 'engine')

  it('is needed by a lab that has something in containers, and by no other', () => {
    expect(told(noEngine)).toMatchObject([
      {level: 'pass', says: expect.stringContaining('nothing of this lab needs one')},
    ])
    const problem = new MsaError('E_RUNTIME_UNAVAILABLE', 'no', {
      details: ['Docker: nobody listens'],
      tryThis: ['Start it'],
    })
    const [finding] = told({...noEngine, inContainers: ['grafana'], problem})
    expect(finding).toMatchObject({level: 'fail', tryThis: ['Start it']})
    expect(finding?.says).toMatch(/grafana\nDocker: nobody listens/)
  })

  it('is told with what it is', () => {
    expect(told({...noEngine, found: {...found, rootless: true}})[0]?.says).toBe(
      'Docker 27.1 (API 1.46, amd64, rootless) at unix:///var/run/docker.sock, by Docker',
    )
  })

  it.each<[string, Partial<Facts>, RegExp]>([
    ['memory', containers({found: {...found, memoryBytes: 100 * 1024 ** 2}}), /^warn engine: 100 MiB for containers/],
    ['disk', containers({space: {...space, bytes: gib}}), /^warn engine: 1024 MiB free for images/],
    ['the right processors', containers({found: {...found, architecture: 'riscv64'}}), /^warn engine: .*riscv64/],
  ])('may lack %s', (_, facts, complaint) => {
    expect(complaints(facts)).toEqual([expect.stringMatching(complaint)])
  })
})
