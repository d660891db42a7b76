import {existsSync, mkdtempSync, readFileSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterAll, describe, expect, it} from 'vitest'
import {systemClock} from '../../../src/platform/clock.js'
import {dockerRuntime} from '../../../src/runtimes/docker/docker.js'
import {openEngine} from '../../../src/runtimes/docker/open-engine.js'
import type {LabIdentity, Runtime, Task} from '../../../src/runtimes/runtime.js'
import {fakeTask} from '../../fakes/tasks.js'
import {useEngine} from '../../fixtures/engine/engine.js'
import {describeRuntime, type Program, type Subject} from '../../runtime-contract.js'
import {until} from '../until.js'

const folder = mkdtempSync(join(tmpdir(), 'docker-runtime-'))
afterAll(() => rmSync(folder, {recursive: true, force: true}))

/** As the first process of a container a program hears only the signals that it asks for. */
const programs: Readonly<Record<Program, readonly [string, ...string[]]>> = {
  runs: ['sh', '-c', 'trap "exit 0" TERM; echo begun; sleep 1000 & wait'],
  'ignores-stop': ['sh', '-c', 'trap "" TERM; echo begun; while :; do sleep 0.02; done'],
  'exits-3': ['sh', '-c', 'exit 3'],
  'cannot-start': ['/nowhere/program'],
}
const signal = new AbortController().signal
let labs = 0

async function openSubject(): Promise<Subject> {
  const {address, image} = await useEngine()
  labs += 1
  const lab = {id: `docker-runtime-${process.pid}-${labs}`, name: 'contract', dir: join(folder, String(labs))}
  const open = (): Runtime =>
    dockerRuntime({open: own => openEngine(own, {DOCKER_HOST: address}), lab, clock: systemClock})
  const runtime = open()
  return {
    runtime,
    lab,
    later: open,
    task: (name, program, of = lab) => taskOf(name, programs[program], of, image),
    kill: ({pid}) => void process.kill(pid, 'SIGKILL'),
    begun: ({logFile}) => began(logFile),
    pass: ms => systemClock.sleep(ms),
    async cleanUp() {
      for (const {handle} of await runtime.observe(lab, signal))
        await runtime.stop(handle, {signal: 'SIGKILL', graceMs: 100})
      await runtime.clear(lab)
      await runtime.deleteVolumes(lab)
    },
  }
}

function taskOf(
  name: string,
  [command, ...args]: readonly [string, ...string[]],
  lab: LabIdentity,
  image: string,
): Task {
  return fakeTask(name, {
    ...{lab, runtime: 'docker', ports: {}, workload: {command, args}},
    dataDir: join(lab.dir, 'data', name),
    configDir: join(lab.dir, 'config', name),
    logFile: join(lab.dir, 'logs', `${name}.log`),
    container: {
      ...{image, managed: true, aliases: [name], portsInside: {}, unpublished: [], binds: [], volumes: {}, copies: []},
      ...{memoryLimitMiB: undefined, readOnlyRoot: false},
    },
  })
}

async function began(logFile: string): Promise<void> {
  await until('the program has begun', () => existsSync(logFile) && readFileSync(logFile, 'utf8').includes('begun'))
}

describeRuntime('docker', openSubject)

/** A megabyte of characters of one to four bytes on stdout, as a pipe takes it, and lines on stderr meanwhile; the last one has no end. */
const longLine = 'aä€😀'.repeat(105_000)
const writer = `
const {writeSync} = require('fs')
const bytes = Buffer.from('aä€😀'.repeat(105_000) + '\\n')
for (let from = 0; from < bytes.length; from += 50_000) {
  writeSync(1, bytes.subarray(from, from + 50_000))
  writeSync(2, 'aside ' + from + '\\n')
}
writeSync(1, 'the end')`

describe('a container of the lab', () => {
  it('P16: has lines of a megabyte in its log as they were written, whatever it writes to stderr meanwhile', async () => {
    const {runtime, task} = await openSubject()
    const web = task('web', 'runs')
    const writing = {...web, workload: {command: 'node', args: ['-e', writer]}}
    const handle = await runtime.start(writing, 'run-1', signal)
    await runtime.wait(handle, signal)
    await runtime.stop(handle, {signal: 'SIGTERM', graceMs: 400})
    const lines = readFileSync(web.logFile, 'utf8').split('\n')
    const asides = lines.filter(line => line.startsWith('aside '))
    expect(asides).toHaveLength(Math.ceil((Buffer.byteLength(longLine) + 1) / 50_000))
    const others = lines.filter(line => !asides.includes(line))
    const short = others.map(line => (line === longLine ? 'the long line' : line.slice(0, 40)))
    expect(short).toEqual(['the long line', 'the end', ''])
  })

  it('runs as a plain user, without the engine’s socket, and publishes its ports on loopback only (T33)', async () => {
    const {runtime, task} = await openSubject()
    const handle = await runtime.start(task('web', 'runs'), 'run-1', signal)
    const {docker} = await openEngine({id: 'x', name: 'x', dir: folder}, {DOCKER_HOST: (await useEngine()).address})
    const {Config, HostConfig} = await docker.getContainer(handle.container ?? '').inspect()
    expect(Config.User).toMatch(/^[1-9]\d*:/)
    expect(HostConfig.Privileged).toBe(false)
    expect(HostConfig.CapDrop).toEqual(['ALL'])
    expect(JSON.stringify(HostConfig.Mounts)).not.toContain('docker.sock')
  })
})
