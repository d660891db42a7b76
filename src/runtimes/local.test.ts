import {existsSync, mkdtempSync, readFileSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterAll, describe, expect, it, vi} from 'vitest'
import {fakeTask} from '../../test/fakes/tasks.js'
import {describeRuntime, type Program, type Subject} from '../../test/runtime-contract.js'
import {systemClock} from '../platform/clock.js'
import {findMarked} from '../platform/processes.js'
import {localRuntime} from './local.js'
import type {Task} from './runtime.js'

const folder = mkdtempSync(join(tmpdir(), 'local-runtime-'))
afterAll(() => rmSync(folder, {recursive: true, force: true}))

const programs: Readonly<Record<Program, readonly [string, ...string[]]>> = {
  runs: ['sh', '-c', 'echo begun; sleep 1000 & wait'],
  'ignores-stop': ['sh', '-c', 'trap "" TERM; echo begun; while :; do sleep 0.02; done'],
  'exits-3': ['sh', '-c', 'exit 3'],
  'cannot-start': ['/nowhere/program'],
}
const signal = new AbortController().signal
const gently = {signal: 'SIGTERM', graceMs: 500} as const
let labs = 0

async function openSubject(): Promise<Subject> {
  labs += 1
  const lab = {id: `local-runtime-${process.pid}-${labs}`, name: 'x', dir: join(folder, String(labs))}
  const runtime = localRuntime(systemClock)
  return {
    runtime,
    lab,
    later: () => localRuntime(systemClock),
    task: (name, program) => taskOf(name, programs[program], lab),
    kill: ({pid}) => void process.kill(pid, 'SIGKILL'),
    begun: ({logFile}) => until(() => readFileSync(logFile, 'utf8').includes('begun')),
    pass: ms => systemClock.sleep(ms),
    async cleanUp() {
      for (const {handle} of await runtime.observe(lab, signal))
        await runtime.stop(handle, {signal: 'SIGKILL', graceMs: 100})
    },
  }
}

function taskOf(name: string, [command, ...args]: readonly [string, ...string[]], lab: Task['lab']): Task {
  return fakeTask(name, {
    lab,
    workload: {command, args},
    dataDir: join(lab.dir, 'data', name),
    configDir: join(lab.dir, 'config', name),
    logFile: join(lab.dir, 'logs', `${name}.log`),
  })
}

describeRuntime('local', openSubject)

describe('a process tree', () => {
  const started = async (script: string) => {
    const subject = await openSubject()
    const task = taskOf('web', ['sh', '-c', script], subject.lab)
    const handle = await subject.runtime.start(task, `run-${subject.lab.id}`, signal)
    const count = (least: number) => until(() => findMarked('MSA_LAB', subject.lab.id).length >= least)
    return {...subject, task, handle, count, begun: () => subject.begun(task)}
  }

  it('F22: a child that ignores the signal is gone when its parent’s stop is over', async () => {
    const {runtime, lab, handle, begun} = await started(
      'sh -c \'trap "" TERM; echo begun; while :; do sleep 0.02; done\' & sleep 99',
    )
    await begun()
    expect(await runtime.stop(handle, gently)).toMatchObject({forced: true})
    expect(findMarked('MSA_LAB', lab.id)).toEqual([])
  })

  it('F23: a grandchild in a session of its own is found by its mark and ended', async () => {
    const {runtime, lab, handle, count} = await started('(setsid sleep 98 &) ; sleep 99')
    await count(3)
    await runtime.stop(handle, gently)
    expect(findMarked('MSA_LAB', lab.id)).toEqual([])
  })

  it('P4: what the dead main process left behind is observed as not running', async () => {
    const {runtime, lab, handle, count} = await started('sleep 98 & sleep 99')
    await count(3)
    process.kill(handle.pid, 'SIGKILL')
    await runtime.wait(handle, signal)
    expect(await runtime.observe(lab, signal)).toMatchObject([{task: 'web', running: false}])
    await runtime.stop(handle, gently)
    expect(await runtime.observe(lab, signal)).toEqual([])
  })

  it('F20: a stopped process (SIGSTOP) ends on the signal, since it is woken for it', async () => {
    const {runtime, handle} = await started('exec sleep 99')
    process.kill(handle.pid, 'SIGSTOP')
    expect(await runtime.stop(handle, gently)).toMatchObject({forced: false, signal: 'SIGTERM'})
  })

  it('P6: a process that only has the pid of the handle is not touched', async () => {
    const {runtime, handle, cleanUp} = await started('exec sleep 99')
    const stranger = {...handle, run: 'another', startTime: '1'}
    await runtime.stop(stranger, {signal: 'SIGKILL', graceMs: 50})
    expect(() => process.kill(handle.pid, 0)).not.toThrow()
    await cleanUp()
  })

  it.skipIf(!existsSync('/proc/self/autogroup'))(
    'lets other sessions have the processors first, until that is over',
    async () => {
      const {runtime, handle, cleanUp} = await started('exec sleep 99')
      const share = () => readFileSync(`/proc/${handle.pid}/autogroup`, 'utf8')
      runtime.yieldTo?.(handle, true)
      await vi.waitFor(() => expect(share()).toContain('nice 4'))
      runtime.yieldTo?.(handle, false)
      await vi.waitFor(() => expect(share()).toContain('nice 0'))
      await cleanUp()
    },
  )

  it('writes what it says to its log file, not to a pipe of ours', async () => {
    const {runtime, task, handle} = await started('echo out; echo err >&2')
    await runtime.wait(handle, signal)
    expect(readFileSync(task.logFile, 'utf8')).toBe('out\nerr\n')
  })
})

async function until(condition: () => boolean): Promise<void> {
  const deadline = systemClock.now() + 5000
  while (!condition()) {
    if (systemClock.now() > deadline) throw new Error('the processes did not appear within 5 s')
    await systemClock.sleep(10)
  }
}
