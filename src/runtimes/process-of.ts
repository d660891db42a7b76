import {pathExists} from '../platform/files.js'
import {classArchiveFlags} from './class-archive.js'
import type {Task} from './runtime.js'

/** A task as the process that it is on this machine. */
export interface ProcessOf {
  readonly command: string
  readonly args: readonly string[]
  readonly cwd: string
  /** All of it but the lab's marks. */
  readonly env: Readonly<Record<string, string>>
}

/** Nothing of the caller's shell leaks in: Zipkin, for one, would switch on collectors by what it finds there. */
export function processOf({workload, dataDir}: Task): ProcessOf {
  const {command, args, cwd, classArchive, env} = workload
  const archiveFlags = classArchive ? classArchiveFlags(classArchive, pathExists(classArchive.archive)) : []
  return {
    command,
    args: [...archiveFlags, ...args],
    cwd: cwd ?? dataDir,
    env: {
      PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
      LANG: 'C.UTF-8',
      ...passedOn(),
      HOME: dataDir,
      ...env,
    },
  }
}

function passedOn(): Record<string, string> {
  const passed: Record<string, string> = {}
  for (const name of ['PATH', 'LANG', 'TZ']) {
    const value = process.env[name]
    if (value !== undefined && value !== '') passed[name] = value
  }
  return passed
}
