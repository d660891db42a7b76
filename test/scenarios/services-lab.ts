import {cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {expect} from 'vitest'
import type {LabStatus} from '../../src/lab/client/status.js'
import {cacheFolder} from '../../src/lab/place.js'
import {portOwners} from '../../src/platform/ports.js'
import type {GroupReport} from '../../src/topics/group-facts.js'
import {environment} from './lab.js'
import {type Ended, startMsa} from './run-msa.js'
import {until} from './until.js'

const coursePorts = [2181, 3306, 5672, 8000, 8761, 8888, 9090, 9092, 9411, 15672, 25672]
const bootMs = 180_000

/** The course's services with their real servers, all ports moved, in a new home; one boot for a whole file of tests. */
export interface ServicesLab {
  readonly folder: string
  run(...argv: string[]): Promise<Ended>
  /** A command that must succeed, with its JSON. */
  json<T>(...argv: string[]): Promise<T>
  /** `config set … --refresh`: answers when every member of the bus has it. */
  configure(target: string, values: Readonly<Record<string, string>>): Promise<void>
  portOf(component: string): number
  get(path: string, headers?: Record<string, string>): Promise<Response>
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<Response>
  log(name: string): string
  allReady(): Promise<void>
  /** Resolves when catalog-service has dealt with every order that was placed. */
  allCounted(): Promise<void>
  /** Resolves when Zipkin has spans of all these services in one trace. */
  traced(traceId: string, services: readonly string[]): Promise<void>
  close(): Promise<void>
}

export interface OwnParts {
  /** Programs of the test's own, in the words of the lab file. */
  readonly services?: (labFolder: string) => Readonly<Record<string, unknown>>
  /** Files of the configuration repository, beside the template's. */
  readonly configFiles?: Readonly<Record<string, string>>
}

export async function bootServicesLab(
  components: Readonly<Record<string, unknown>>,
  {services: servicesIn = () => ({}), configFiles = {}}: OwnParts = {},
): Promise<ServicesLab> {
  const home = mkdtempSync(join(tmpdir(), 'msa-services-'))
  const folder = join(home, 'lab')
  mkdirSync(folder)
  cpSync(join(import.meta.dirname, '..', '..', 'templates', 'lab', 'config-repo'), join(folder, 'config-repo'), {
    recursive: true,
  })
  const offset = freeOffset()
  for (const [name, text] of Object.entries(configFiles)) writeFileSync(join(folder, 'config-repo', name), text)
  const services = servicesIn(folder)
  const file = {version: 1, use: ['platform'], portOffset: offset, components, services, config: 'config-repo'}
  writeFileSync(join(folder, 'msa.yml'), JSON.stringify(file))
  const lab = labIn(home, folder, offset)
  if (Object.keys(services).length > 0) await lab.run('trust')
  const up = await lab.run('up', '--timeout', '170')
  if (up.exitCode !== 0) await lab.close()
  expect(up, 'the lab boots').toHaveEndedWith(0)
  return lab
}

function labIn(home: string, folder: string, offset: number): ServicesLab {
  // Distributions are fetched once for all labs of this machine, not once a test.
  const env = {...environment(home), MSA_CACHE_DIR: cacheFolder(process.env)}
  const run = (...argv: string[]) => startMsa(argv, {cwd: folder, env, stdin: ''}).ended
  const json = async <T>(...argv: string[]): Promise<T> => {
    const ended = await run(...argv, '--json')
    expect(ended, argv.join(' ')).toHaveEndedWith(0)
    return JSON.parse(ended.stdout) as T
  }
  const portOf = (component: string) => mainPorts(component) + offset
  const url = (path: string) => `http://127.0.0.1:${portOf('gateway')}${path}`
  return {
    ...{folder, run, json, portOf},
    async configure(target, values) {
      const entries = Object.entries(values)
      for (const [index, [key, value]] of entries.entries()) {
        await json('config', 'set', target, key, value, ...(index === entries.length - 1 ? ['--refresh'] : []))
      }
    },
    get: (path, headers = {}) => fetch(url(path), {headers, signal: AbortSignal.timeout(10_000)}),
    post: (path, body, headers = {}) =>
      fetch(url(path), {
        method: 'POST',
        headers: {'content-type': 'application/json', ...headers},
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(10_000),
      }),
    log: name => readFileSync(join(folder, '.msa', 'logs', `${name}.log`), 'utf8'),
    allReady: async () => {
      await until(
        'everything is ready again',
        async () => (await json<LabStatus>('status')).components.every(({state}) => state === 'ready'),
        bootMs,
      )
    },
    allCounted: async () => {
      await until('every order is counted', async () => {
        const [group] = await json<GroupReport[]>('group', 'describe', 'catalog-service')
        return group?.lag === 0
      })
    },
    traced: async (traceId, services) => {
      await until(`the trace ${traceId} is whole`, async () => {
        const found = await fetch(`http://127.0.0.1:${portOf('zipkin')}/api/v2/trace/${traceId}`)
        if (!found.ok) return false
        const spans = (await found.json()) as {localEndpoint: {serviceName: string}}[]
        return services.every(service => spans.some(({localEndpoint}) => localEndpoint.serviceName === service))
      })
    },
    async close() {
      await run('down', '--force')
      rmSync(home, {recursive: true, force: true})
    },
  }
}

function mainPorts(component: string): number {
  const ports: Readonly<Record<string, number>> = {
    ...{gateway: 8000, config: 8888, discovery: 8761, zipkin: 9411, prometheus: 9090, rabbitmq: 5672},
  }
  return ports[component] ?? 0
}

/** An offset under which nobody else's lab lives, and no port is one that the system gives to connections: those begin at 32768. */
function freeOffset(): number {
  const candidates = Array.from({length: 20}, (_, index) => 300 + ((process.pid + index * 7) % 40) * 170)
  const free = candidates.find(offset => portOwners(coursePorts.map(port => port + offset)).size === 0)
  if (free === undefined) throw new Error('no room for the ports of a lab')
  return free
}
