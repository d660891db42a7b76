import {basename, dirname, join} from 'node:path'

/** Where a file is written before it takes its place: `.state.json.PID.RANDOM.tmp` beside it. The pid tells later whether its writer still lives. */
export function temporaryBeside(path: string): string {
  return join(dirname(path), `.${basename(path)}.${process.pid}.${Math.random().toString(36).slice(2, 8)}.tmp`)
}

export interface TemporaryName {
  /** The file whose place it was to take. */
  readonly of: string
  readonly pid: number
}

export function parseTemporaryName(name: string): TemporaryName | undefined {
  const [, of, pid] = /^\.(.+)\.(\d+)\.[0-9a-z]{1,6}\.tmp$/.exec(name) ?? []
  return of === undefined ? undefined : {of, pid: Number(pid)}
}
