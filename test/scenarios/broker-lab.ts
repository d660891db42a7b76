import {execFile} from 'node:child_process'
import {chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {homedir, tmpdir} from 'node:os'
import {dirname, join} from 'node:path'
import {afterAll, beforeAll, expect} from 'vitest'
import {freePorts} from '../../src/platform/ports.js'
import {environment} from './lab.js'
import {type Ended, type Started, startMsa} from './run-msa.js'

const launcher = join(import.meta.dirname, '..', '..', 'bin', 'run.js')
const names = ['zookeeper', 'kafka', 'connect', 'mariadb'] as const
type Name = (typeof names)[number]

export interface BrokerLab {
  readonly folder: string
  readonly ports: Readonly<Record<Name, number>>
  run(...argv: string[]): Promise<Ended>
  runWith(stdin: string, ...argv: string[]): Promise<Ended>
  start(...argv: string[]): Started
  /** Runs it and expects it to succeed; its stdout. */
  ok(...argv: string[]): Promise<string>
  json<T>(...argv: string[]): Promise<T>
  /** A line as a person would type it, by a shell. */
  type(line: string): Promise<Ended>
  sql(statement: string): Promise<void>
  write(name: string, content: unknown): string
  /** The lab file anew, with these settings of its components. */
  writeLabFile(settings?: Settings): void
}

type Settings = Partial<Record<Name, Readonly<Record<string, unknown>>>>

/**
 * One lab of real servers for all tests of a file: ZooKeeper, Kafka, Connect and MariaDB on ports of its own. `declare` says what the lab file has
 * beside components; it may write files that the lab file names.
 */
export function brokerLab(
  components: readonly Name[] = names,
  settings: Settings = {},
  declare: (lab: BrokerLab) => Readonly<Record<string, unknown>> = () => ({}),
): BrokerLab {
  const home = mkdtempSync(join(tmpdir(), 'msa-'))
  const folder = join(home, 'lab')
  const bin = join(home, 'bin')
  // Programs that were fetched once serve all test runs.
  const cache = process.env.MSA_CACHE_DIR ?? join(homedir(), '.cache', 'msa')
  const env: NodeJS.ProcessEnv = {
    ...environment(home),
    HOME: homedir(),
    MSA_CACHE_DIR: cache,
    NO_COLOR: '1',
    DB_CANARY: 'canary',
  }
  const ports = {zookeeper: 0, kafka: 0, connect: 0, mariadb: 0}
  const lab: BrokerLab = {
    folder,
    ports,
    run: (...argv) => startMsa(argv, {cwd: folder, env, stdin: ''}).ended,
    runWith: (stdin, ...argv) => startMsa(argv, {cwd: folder, env, stdin}).ended,
    start: (...argv) => startMsa(argv, {cwd: folder, env}),
    async ok(...argv) {
      const ended = await lab.run(...argv)
      expect(ended, `msa ${argv.join(' ')}: ${ended.stderr}`).toHaveEndedWith(0)
      return ended.stdout
    },
    json: async (...argv) => JSON.parse(await lab.ok(...argv, '--json')),
    type: line => shell(line, folder, {...env, PATH: `${bin}:${env.PATH}`}),
    async sql(statement) {
      await lab.ok('db', 'query', statement)
    },
    write(name, content) {
      mkdirSync(dirname(join(folder, name)), {recursive: true})
      writeFileSync(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content))
      return name
    },
    writeLabFile(these = {}) {
      const chosen = components.map(name => [name, {port: ports[name], ...these[name]}] as const)
      lab.write('msa.yml', {version: 1, use: [], components: Object.fromEntries(chosen), ...declare(lab)})
    },
  }
  beforeAll(async () => {
    const [zookeeper = 0, kafka = 0, connect = 0, mariadb = 0] = await freePorts(4)
    Object.assign(ports, {zookeeper, kafka, connect, mariadb})
    for (const path of [folder, bin]) mkdirSync(path, {recursive: true})
    lab.writeLabFile(settings)
    writeFileSync(join(bin, 'msa'), `#!/bin/sh\nexec '${process.execPath}' '${launcher}' "$@"\n`)
    chmodSync(join(bin, 'msa'), 0o755)
    await lab.ok('trust')
    const up = await lab.run('up', '--timeout', '300')
    expect(up, `msa up: ${up.stderr}`).toHaveEndedWith(0)
  })
  afterAll(async () => {
    await lab.run('down', '--force')
    rmSync(home, {recursive: true, force: true})
  })
  return lab
}

function shell(line: string, cwd: string, env: NodeJS.ProcessEnv): Promise<Ended> {
  const began = performance.now()
  return new Promise(resolve => {
    execFile('sh', ['-c', line], {cwd, env}, (error, stdout, stderr) => {
      const exitCode = error === null ? 0 : typeof error.code === 'number' ? error.code : 1
      resolve({exitCode, stdout, stderr, ms: performance.now() - began})
    })
  })
}
