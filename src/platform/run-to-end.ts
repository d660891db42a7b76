import {execFile} from 'node:child_process'

export interface Ended {
  readonly exitCode: number | null
  readonly signal: NodeJS.Signals | null
  /** What it wrote to stdout and stderr, at most the last 64 KiB. */
  readonly output: string
}

/** Runs a short command to its end. For the supervisor, whose memory is counted; the CLI has `spawn.ts`. Rejects only when it cannot be started. */
export function runToEnd(
  command: string,
  args: readonly string[],
  options: {readonly env: Readonly<Record<string, string>>; readonly signal?: AbortSignal},
): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = execFile(
      command,
      [...args],
      {env: options.env, maxBuffer: 16 << 20, ...(options.signal ? {signal: options.signal} : {})},
      (error, stdout, stderr) => {
        if (error && child.pid === undefined) return reject(error)
        resolve({exitCode: child.exitCode, signal: child.signalCode, output: `${stdout}${stderr}`.slice(-65_536)})
      },
    )
    child.stdin?.end()
  })
}

export interface Output {
  readonly exitCode: number | null
  readonly stdout: Buffer
}

/** Runs a short command for its bytes. Rejects when it cannot be started or writes more than `maxBytes`. */
export function runForOutput(
  command: string,
  args: readonly string[],
  options: {readonly env: Readonly<Record<string, string>>; readonly maxBytes: number},
): Promise<Output> {
  return new Promise((resolve, reject) => {
    const child = execFile(
      command,
      [...args],
      {env: options.env, maxBuffer: options.maxBytes, encoding: 'buffer'},
      (error, stdout) => {
        if (error && (child.exitCode === null || child.pid === undefined)) return reject(error)
        resolve({exitCode: child.exitCode, stdout})
      },
    )
    child.stdin?.end()
  })
}
