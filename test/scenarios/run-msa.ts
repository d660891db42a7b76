import {type ChildProcess, spawn} from 'node:child_process'
import {join} from 'node:path'

const launcher = join(import.meta.dirname, '..', '..', 'bin', 'run.js')

export interface Ended {
  readonly exitCode: number
  readonly stdout: string
  readonly stderr: string
  readonly ms: number
}

export interface Started {
  readonly child: ChildProcess
  readonly ended: Promise<Ended>
  readonly output: () => string
}

export interface RunOptions {
  readonly cwd: string
  readonly env: NodeJS.ProcessEnv
  readonly stdin?: string
  /** Put before the command: `['setpriv', '--reuid=65534']`. */
  readonly wrapper?: readonly string[]
}

/** Runs msa as a user does, its output in pipes. */
export function startMsa(argv: readonly string[], options: RunOptions): Started {
  const [command, ...args] = [...(options.wrapper ?? []), process.execPath, launcher, ...argv]
  return startProgram(command ?? process.execPath, args, options)
}

/** Runs it in a pseudo terminal, made by `script` of util-linux. What is written to `child.stdin` are keys. */
export function startMsaInTerminal(argv: readonly string[], options: RunOptions): Started {
  const line = [process.execPath, launcher, ...argv].map(word => `'${word.replaceAll("'", `'\\''`)}'`).join(' ')
  const sized = `stty columns 100 rows 30; exec ${line}`
  return startProgram('script', ['--quiet', '--flush', '--return', '--command', sized, '/dev/null'], options)
}

function startProgram(command: string, args: readonly string[], {cwd, env, stdin}: RunOptions): Started {
  const began = performance.now()
  const child = spawn(command, args, {cwd, env, stdio: 'pipe'})
  const said = {stdout: '', stderr: ''}
  child.stdout.setEncoding('utf8').on('data', text => {
    said.stdout += text
  })
  child.stderr.setEncoding('utf8').on('data', text => {
    said.stderr += text
  })
  child.stdin.on('error', () => undefined)
  if (stdin !== undefined) child.stdin.end(stdin)
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code, signal) =>
      resolve({...said, exitCode: code ?? signalCode(signal), ms: performance.now() - began}),
    )
  })
  return {child, ended, output: () => said.stdout + said.stderr}
}

function signalCode(signal: NodeJS.Signals | null): number {
  const numbers: Partial<Record<NodeJS.Signals, number>> = {SIGHUP: 129, SIGINT: 130, SIGKILL: 137, SIGTERM: 143}
  return (signal === null ? undefined : numbers[signal]) ?? -1
}
