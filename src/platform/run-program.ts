import {type ChildProcess, spawn} from 'node:child_process'

export interface RunProgram {
  readonly env: NodeJS.ProcessEnv
  readonly cwd?: string
  readonly signal?: AbortSignal
  /** After so long the program and all that it started are ended. */
  readonly timeoutMs?: number
  readonly onOutput?: (text: string) => void
  /** `inherit` shows what it writes, as it is, on our stderr. */
  readonly show?: boolean
}

export interface ProgramEnd {
  readonly exitCode: number | null
  readonly timedOut: boolean
  /** What it wrote to stdout and stderr, at most the last 256 KiB. */
  readonly output: string
}

const keptOutput = 262_144

/**
 * Runs a program to its end, in a process group of its own: aborted or too slow, it is ended with all its children, which else would keep
 * its pipes open and go on working. Rejects when it cannot be started, and with the signal's reason when that aborts.
 */
export function runProgram(command: string, args: readonly string[], options: RunProgram): Promise<ProgramEnd> {
  return new Promise((resolve, reject) => {
    if (options.signal?.aborted) return reject(options.signal.reason)
    const child = spawn(command, [...args], {
      env: options.env,
      ...(options.cwd === undefined ? {} : {cwd: options.cwd}),
      detached: true,
      stdio: ['ignore', options.show ? 2 : 'pipe', options.show ? 2 : 'pipe'],
    })
    const run = watch(child, options)
    child.once('error', error => {
      run.end()
      reject(error)
    })
    child.once('close', exitCode => {
      run.end()
      if (options.signal?.aborted) reject(options.signal.reason)
      else resolve({exitCode, timedOut: run.timedOut(), output: run.output()})
    })
  })
}

function watch(child: ChildProcess, {signal, timeoutMs, onOutput}: RunProgram) {
  const state = {output: '', timedOut: false}
  const collect = (text: string) => {
    state.output = (state.output + text).slice(-keptOutput)
    onOutput?.(text)
  }
  child.stdout?.setEncoding('utf8').on('data', collect)
  child.stderr?.setEncoding('utf8').on('data', collect)
  const stop = () => killGroup(child.pid)
  const tooSlow = () => {
    state.timedOut = true
    stop()
  }
  const timer = timeoutMs === undefined ? undefined : setTimeout(tooSlow, timeoutMs)
  signal?.addEventListener('abort', stop, {once: true})
  return {
    output: () => state.output,
    timedOut: () => state.timedOut,
    end: () => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', stop)
    },
  }
}

/** The group is alive as long as its pipes are open to us, so that its number cannot have been given to others. */
function killGroup(leader: number | undefined): void {
  try {
    if (leader !== undefined) process.kill(-leader, 'SIGKILL')
  } catch {
    // It ended by itself in this moment.
  }
}
