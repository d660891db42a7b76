import {spawn} from 'node:child_process'
import {join} from 'node:path'
import {afterEach} from 'vitest'
import type {TestLab} from './lab.js'

export interface Background {
  readonly pid: number
  readonly ended: Promise<void>
  isOver(): boolean
  kill(signal?: NodeJS.Signals): void
}

const running = new Set<Background>()

afterEach(() => {
  for (const program of running) program.kill('SIGKILL')
  running.clear()
})

/** A program of the test itself, such as a stranger on a port; ended with the test. */
export function startInBackground(command: string, args: readonly string[], env = process.env): Background {
  const child = spawn(command, args, {stdio: 'ignore', env})
  let isOver = false
  const ended = new Promise<void>(resolve => {
    const over = () => {
      isOver = true
      resolve()
    }
    child.once('exit', over).once('error', over)
  })
  const program: Background = {
    pid: child.pid ?? 0,
    ended,
    isOver: () => isOver,
    kill: (signal = 'SIGTERM') => void child.kill(signal),
  }
  running.add(program)
  return program
}

/** The lab's supervisor in an environment, or under a tracer, of the test's choice; the next `up` finds it listening. */
export function startSupervisor(lab: TestLab, env: NodeJS.ProcessEnv, tracer: readonly string[] = []): Background {
  const identity = JSON.stringify({id: lab.id, name: 'lab', dir: lab.dir})
  const [command = '', ...args] = [...tracer, process.execPath, supervisorProgram, identity]
  return startInBackground(command, args, {...lab.env, ...env})
}

const supervisorProgram = join(import.meta.dirname, '..', '..', 'dist', 'supervisor.js')
