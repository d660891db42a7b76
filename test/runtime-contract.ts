import {afterEach, describe, expect, it} from 'vitest'
import type {LabIdentity, Runtime, Task, TaskHandle} from '../src/runtimes/runtime.js'

/** What a task of the contract does once it runs. */
export type Program = 'runs' | 'ignores-stop' | 'exits-3' | 'cannot-start'

/** A runtime under the contract, and how its tasks are made. Each test takes a new one. */
export interface Subject {
  readonly runtime: Runtime
  readonly lab: LabIdentity
  /** The same machine, seen by a later msa that remembers nothing. */
  readonly later: () => Runtime
  readonly task: (name: string, program: Program, lab?: LabIdentity) => Task
  /** Ends the main process of a task from outside, by SIGKILL. */
  readonly kill: (handle: TaskHandle) => void
  /** Resolves once the program itself is at work; the process exists before. */
  readonly begun: (task: Task) => Promise<void>
  /** Lets this much time pass, in whatever way the runtime's clock wants. */
  readonly pass: (ms: number) => Promise<void>
  readonly cleanUp: () => Promise<void>
}

const graceMs = 400
const gently = {signal: 'SIGTERM', graceMs} as const

/** What every runtime must do. A new runtime is done when this passes. */
export function describeRuntime(name: string, create: () => Promise<Subject>): void {
  describe(`the ${name} runtime`, () => {
    const subjects: Subject[] = []
    const signal = new AbortController().signal
    const open = async () => {
      const subject = await create()
      subjects.push(subject)
      return subject
    }
    afterEach(async () => {
      for (const subject of subjects.splice(0)) await subject.cleanUp()
    })

    it('says that it can be used, and its version', async () => {
      expect((await (await open()).runtime.detect(signal)).version).not.toBe('')
    })

    it('observes what it started, with the hash of its configuration', async () => {
      const {runtime, lab, task} = await open()
      const handle = await runtime.start({...task('web', 'runs'), configHash: 'abc'}, 'run-1', signal)
      expect(handle).toMatchObject({runtime: runtime.kind, run: 'run-1'})
      expect(await runtime.observe(lab, signal)).toMatchObject([
        {task: 'web', configHash: 'abc', running: true, handle: {run: 'run-1', pid: handle.pid}},
      ])
    })

    it('observes nothing of another lab', async () => {
      const {runtime, task} = await open()
      await runtime.start(task('web', 'runs'), 'run-1', signal)
      expect(await runtime.observe({id: 'another-lab', name: 'x', dir: '/x'}, signal)).toEqual([])
    })

    it('stops a task, and nothing of it is observed any more', async () => {
      const {runtime, lab, task} = await open()
      const handle = await runtime.start(task('web', 'runs'), 'run-1', signal)
      expect(await runtime.stop(handle, gently)).toMatchObject({forced: false, note: 'stopped'})
      expect(await runtime.observe(lab, signal)).toEqual([])
    })

    it('F21: ends a task that ignores the signal by force, after its grace and not before', async () => {
      const {runtime, lab, task, pass, begun} = await open()
      const stubborn = task('web', 'ignores-stop')
      const handle = await runtime.start(stubborn, 'run-1', signal)
      await begun(stubborn)
      let isOver = false
      const stopped = runtime.stop(handle, gently).finally(() => {
        isOver = true
      })
      await pass(graceMs / 2)
      expect(isOver).toBe(false)
      await pass(graceMs)
      expect(await stopped).toMatchObject({forced: true})
      expect(await runtime.observe(lab, signal)).toEqual([])
    })

    it('stops what has ended already without a word', async () => {
      const {runtime, task, kill} = await open()
      const handle = await runtime.start(task('web', 'runs'), 'run-1', signal)
      kill(handle)
      await runtime.wait(handle, signal)
      expect(await runtime.stop(handle, gently)).toMatchObject({forced: false})
      expect(await runtime.stop(handle, gently)).toMatchObject({forced: false})
    })

    it('P30: tells the exit code of a task that ends by itself', async () => {
      const {runtime, task, pass} = await open()
      const handle = await runtime.start(task('web', 'exits-3'), 'run-1', signal)
      const exit = runtime.wait(handle, signal)
      await pass(100)
      expect(await exit).toMatchObject({code: 3, signal: null, forced: false})
    })

    it('P30: tells the signal that killed a task', async () => {
      const {runtime, task, kill} = await open()
      const handle = await runtime.start(task('web', 'runs'), 'run-1', signal)
      kill(handle)
      expect(await runtime.wait(handle, signal)).toMatchObject({code: null, signal: 'SIGKILL'})
    })

    it('P4: a later msa finds, watches and stops what an earlier one started, by the handle alone', async () => {
      const {runtime, lab, task, later} = await open()
      await runtime.start(task('web', 'runs'), 'run-1', signal)
      const successor = later()
      const [found] = await successor.observe(lab, signal)
      const handle = JSON.parse(JSON.stringify(found?.handle)) as TaskHandle
      const exit = successor.wait(handle, signal)
      expect(await successor.stop(handle, gently)).toMatchObject({note: 'stopped'})
      await exit
      expect(await runtime.observe(lab, signal)).toEqual([])
    })

    it('keeps two tasks of a lab apart', async () => {
      const {runtime, lab, task} = await open()
      const first = await runtime.start(task('one', 'runs'), 'run-1', signal)
      await runtime.start(task('two', 'runs'), 'run-2', signal)
      await runtime.stop(first, gently)
      expect((await runtime.observe(lab, signal)).map(found => found.task)).toEqual(['two'])
    })

    it('has figures of what runs, and of nothing else', async () => {
      const {runtime, task, begun} = await open()
      const web = task('web', 'runs')
      const handle = await runtime.start(web, 'run-1', signal)
      await begun(web)
      const stats = await runtime.stats([handle])
      expect([...stats.keys()]).toEqual(['run-1'])
      expect(stats.get('run-1')?.rssBytes).toBeGreaterThan(0)
    })

    it('rejects when a task cannot be started, and leaves nothing behind', async () => {
      const {runtime, lab, task} = await open()
      await expect(runtime.start(task('web', 'cannot-start'), 'run-1', signal)).rejects.toThrow()
      expect(await runtime.observe(lab, signal)).toEqual([])
    })
  })
}
