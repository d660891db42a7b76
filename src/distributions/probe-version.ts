import {MsaError, reasonOf} from '../errors.js'
import type {Executable} from '../platform/executables.js'
import {runProgram} from '../platform/run-program.js'
import type {ProgramSpec} from './programs.js'
import type {VersionCache} from './version-cache.js'

/** A program that is asked for its version answers within this time, or it is none (a macOS stub opens a window and waits). */
const answerWithinMs = 5000

export interface ProbeVersion {
  readonly cache: VersionCache
  readonly env: NodeJS.ProcessEnv
  readonly signal: AbortSignal
}

export type VersionAnswer = {readonly version: string} | {readonly problem: string}

/** The version of a program: known from an earlier look at the same file, else from its path, else it is asked. */
export async function probeVersion(
  spec: ProgramSpec,
  program: Executable,
  {cache, env, signal}: ProbeVersion,
): Promise<VersionAnswer> {
  if (spec.version.by === 'none') return {version: ''}
  if (spec.version.by === 'path') return {version: spec.version.pattern.exec(program.realPath)?.[1] ?? 'unknown'}
  const known = program.path === process.execPath ? process.versions.node : cache.get(program.build)
  if (known !== undefined) return {version: known}
  const answer = await ask(program.path, spec.version.args, spec.version.pattern, env, signal)
  if ('version' in answer) cache.set(program.build, answer.version)
  return answer
}

async function ask(
  path: string,
  args: readonly string[],
  pattern: RegExp,
  env: NodeJS.ProcessEnv,
  signal: AbortSignal,
): Promise<VersionAnswer> {
  try {
    const {PATH, HOME} = env
    const end = await runProgram(path, args, {env: {PATH, HOME, LC_ALL: 'C'}, signal, timeoutMs: answerWithinMs})
    if (end.timedOut) return {problem: `it gave no version within ${answerWithinMs / 1000} s`}
    const version = pattern.exec(end.output)?.[1]
    if (version !== undefined) return {version}
    return {problem: `it says no version: ${firstLine(end.output) || `it ended with ${end.exitCode ?? 'a signal'}`}`}
  } catch (error) {
    if (error instanceof MsaError) throw error
    return {problem: `it cannot be run: ${reasonOf(error)}`}
  }
}

function firstLine(output: string): string {
  const line = output.split('\n').find(text => text.trim() !== '') ?? ''
  // What a stranger's program prints must not steer the terminal.
  return line.replaceAll(/[\x00-\x1f\x7f-\x9f]/g, '?').slice(0, 120)
}
