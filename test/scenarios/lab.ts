import {createHash} from 'node:crypto'
import {existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterEach, expect} from 'vitest'
import type {LabStatus} from '../../src/lab/client/status.js'
import {findLab} from '../../src/lab/place.js'
import {freePorts, portOwners} from '../../src/platform/ports.js'
import {findMarked, type MarkedProcess, pidsOfCommand} from '../../src/platform/processes.js'
import {type Ended, type RunOptions, type Started, startMsa, startMsaInTerminal} from './run-msa.js'
import {startSampler} from './sampler.js'
import {until} from './until.js'

const standIns = join(import.meta.dirname, '..', 'fixtures', 'stand-ins')

export type Services = Readonly<Record<string, Readonly<Record<string, unknown>>>>

export interface TestLab {
  readonly folder: string
  readonly dir: string
  readonly id: string
  readonly env: NodeJS.ProcessEnv
  run(...argv: string[]): Promise<Ended>
  runWith(options: Partial<RunOptions>, ...argv: string[]): Promise<Ended>
  start(...argv: string[]): Started
  startInTerminal(...argv: string[]): Started
  /** Writes the lab file and agrees to its programs. */
  write(services: Services): Promise<void>
  status(): Promise<LabStatus>
  /** State by name: `{web: 'ready'}`. */
  states(): Promise<Record<string, string>>
  pidOf(name: string): Promise<number>
  processes(): MarkedProcess[]
  supervisors(): number[]
  log(name: string): string
  /** What happened, one JSON object a line. */
  events(): string
  /** Takes the lab down and asserts that nothing is left of it (I1 to I6). Done after each test as well. */
  close(): Promise<void>
}

const open = new Set<TestLab>()

afterEach(async () => {
  // A lab may lie in the home of an earlier one.
  const labs = [...open].reverse()
  open.clear()
  for (const lab of labs) await lab.close()
})

/** The command line of a stand-in. */
export function standIn(file: string, ...args: (string | number)[]): string[] {
  const path = join(standIns, file)
  return file.endsWith('.mjs') ? [process.execPath, path, ...args.map(String)] : [path, ...args.map(String)]
}

/** A service that answers HTTP on a free port. */
export async function server(args: readonly (string | number)[] = [], more: Readonly<Record<string, unknown>> = {}) {
  const [port = 0] = await freePorts(1)
  return {command: standIn('server.mjs', ...args), port, health: '/', stopGrace: '2s', ...more}
}

export interface OpenLab {
  readonly folder?: string
  /** Who keeps a lab over several tests closes it. */
  readonly keep?: boolean
  /** Beside what every lab of the tests has. */
  readonly env?: NodeJS.ProcessEnv
}

/** A lab of its own in a new home. Without services there is no lab file yet. */
export async function openLab(services?: Services, at: OpenLab = {}): Promise<TestLab> {
  const home = mkdtempSync(join(tmpdir(), 'msa-'))
  const folder = at.folder ?? join(home, 'lab')
  mkdirSync(folder, {recursive: true})
  const lab = createLab(home, folder, at.env)
  if (at.keep !== true) open.add(lab)
  if (services !== undefined) await lab.write(services)
  return lab
}

function createLab(home: string, folder: string, more: NodeJS.ProcessEnv = {}): TestLab {
  const env = {...environment(home), ...more}
  const file = join(folder, 'msa.yml')
  const {identity} = findLab({file, cwd: folder, env})
  const sampler = startSampler(identity.id)
  const ports = new Set<number>()
  let written = ''
  const lab: TestLab = {
    ...{folder, dir: identity.dir, id: identity.id, env},
    run: (...argv) => startMsa(argv, {cwd: folder, env, stdin: ''}).ended,
    runWith: (options, ...argv) => startMsa(argv, {cwd: folder, env, stdin: '', ...options}).ended,
    start: (...argv) => startMsa(argv, {cwd: folder, env}),
    startInTerminal: (...argv) => startMsaInTerminal(argv, {cwd: folder, env: {...env, TERM: 'xterm-256color'}}),
    async write(services) {
      for (const {port} of Object.values(services)) if (typeof port === 'number') ports.add(port)
      writeFileSync(file, JSON.stringify({version: 1, services}))
      written = hashOf(file)
      expect(await lab.run('trust')).toHaveEndedWith(0)
    },
    async status() {
      const {stdout} = await lab.run('status', '--json')
      const status = JSON.parse(stdout) as LabStatus
      if (!Array.isArray(status.components)) throw new Error(`no status: ${stdout}`)
      return status
    },
    states: async () => Object.fromEntries((await lab.status()).components.map(({name, state}) => [name, state])),
    pidOf: name =>
      until(`${name} has a process`, async () => (await lab.status()).components.find(one => one.name === name)?.pid),
    processes: () => findMarked('MSA_LAB', identity.id),
    supervisors: () => supervisorsOf(identity.id),
    log: name => readFileSync(join(identity.dir, 'logs', `${name}.log`), 'utf8'),
    events: () => readFileSync(join(identity.dir, 'events.ndjson'), 'utf8'),
    async close() {
      open.delete(lab)
      const down = await lab.run('down', '--force')
      const twice = sampler.stop()
      const problems = [
        ...(down.exitCode === 0 ? [] : [`down ended with ${down.exitCode}: ${down.stderr}`]),
        ...lab.processes().map(({pid, marks}) => `I1: pid ${pid} of ${marks.MSA_COMPONENT} is left`),
        ...lab.supervisors().map(pid => `P2: supervisor ${pid} is left`),
        ...[...portOwners([...ports]).keys()].map(port => `I2: port ${port} is still held`),
        ...strays(identity.dir).map(name => `I3: ${name} is left`),
        ...twice.map(moment => `I5: ${moment}`),
        ...(written === '' || hashOf(file) === written ? [] : ['I6: the lab file is not as it was']),
      ]
      rmSync(home, {recursive: true, force: true})
      expect(problems, 'what the lab left behind').toEqual([])
    },
  }
  return lab
}

/** Everything of msa lies in the new home; nothing of the caller's leaks in. */
export function environment(home: string): NodeJS.ProcessEnv {
  const {PATH, LANG} = process.env
  return {
    ...{PATH, LANG, HOME: home, MSA_HOME: join(home, 'msa'), TMPDIR: tmpdir()},
    ...{XDG_STATE_HOME: join(home, 'state'), XDG_CACHE_HOME: join(home, 'cache'), XDG_RUNTIME_DIR: join(home, 'run')},
  }
}

function supervisorsOf(id: string): number[] {
  return pidsOfCommand(
    words => words.some(word => word.endsWith('supervisor.js')) && words.some(word => word.includes(`"id":"${id}"`)),
  )
}

function strays(dir: string): string[] {
  if (!existsSync(dir)) return []
  return readdirSync(dir, {recursive: true, encoding: 'utf8'}).filter(name =>
    /\.tmp|\.sock$|\.pid$|^state\.json$/.test(name),
  )
}

export function hashOf(path: string): string {
  return createHash('sha256').update(readFileSync(path)).digest('hex')
}
