import {dirname, join} from 'node:path'
import {type Executable, executableAt} from '../platform/executables.js'
import {realPathOf} from '../platform/files.js'
import {readFirstBytes} from '../platform/first-bytes.js'
import {type Candidate, candidatesFor, companionPaths, labFilePath} from './candidates.js'
import {type ProbeVersion, probeVersion} from './probe-version.js'
import {type ProgramSpec, programSpecs, type ToolName} from './programs.js'
import {isAtLeast, rangeText} from './versions.js'

export interface FoundTool {
  readonly name: ToolName
  readonly path: string
  readonly version: string
  readonly build: string
}

/** A place that was looked at, and why what is there won't do. */
export interface Rejected {
  readonly path: string
  readonly because: string
  readonly problem: string
}

export interface MissingTool {
  readonly name: ToolName
  readonly label: string
  /** One sentence: what was found instead, or that nothing was. */
  readonly reason: string
  /** Who said where it is, `MSA_JAVA_HOME` or `path in the lab file`: then installing another one helps nobody. */
  readonly namedBy: string | undefined
  /** Every place where something was, or was said to be. */
  readonly rejected: readonly Rejected[]
  /** In words, for the rest: `PATH`, and the usual folders. */
  readonly lookedIn: readonly string[]
}

export interface FindOptions extends ProbeVersion {
  /** From the lab file. */
  readonly path: string | undefined
}

/** The first place in order that holds the program in a version that will do. */
export async function findProgram(name: ToolName, options: FindOptions): Promise<FoundTool | MissingTool> {
  const spec = programSpecs[name]
  const rejected: Rejected[] = []
  const seen = new Set<string>()
  for (const candidate of candidatesFor(spec, options)) {
    // /bin and /usr/bin are often one folder: no need to ask, and to tell, twice.
    const realPath = realPathOf(candidate.path)
    if (seen.has(realPath)) continue
    seen.add(realPath)
    const result = await look(spec, candidate, options)
    if ('found' in result) return result.found
    if (result.problem !== undefined) rejected.push({...candidate, problem: result.problem})
  }
  return missing(spec, rejected, options)
}

export function isMissing<Found extends object>(tool: Found | MissingTool): tool is MissingTool {
  return 'reason' in tool
}

type Look = {readonly found: FoundTool} | {readonly problem: string | undefined}

async function look(spec: ProgramSpec, candidate: Candidate, options: FindOptions): Promise<Look> {
  const program = executableAt(candidate.path)
  if ('problem' in program) return {problem: isNamed(candidate) ? program.problem : undefined}
  if (changesUser(program)) return {problem: 'it is a wrapper that changes to the user of the system service'}
  const answer = await probeVersion(spec, program, options)
  if ('problem' in answer) return answer
  if (!isAtLeast(answer.version, spec.atLeast))
    return {problem: `version ${answer.version}, but${rangeText(spec.atLeast)} is needed`}
  const lacks = lackingCompanion(spec, program, options.env)
  if (lacks !== undefined) return {problem: lacks}
  return {found: {name: spec.name, path: program.path, version: answer.version, build: program.build}}
}

/** A place that somebody named is worth a word when nothing is there; the many usual ones are not. */
function isNamed({because}: Candidate): boolean {
  return because !== 'PATH' && because !== 'usual folder'
}

/** Debian's /usr/sbin/rabbitmq-server does `su rabbitmq`, and keeps logs and data where the system service has them. */
function changesUser({realPath}: Executable): boolean {
  const begin = readFirstBytes(realPath, 8192)
  return begin.startsWith('#!') && /^\s*(exec\s+)?(su|runuser|setpriv|sudo)\s/m.test(begin)
}

function lackingCompanion({companion}: ProgramSpec, program: Executable, env: NodeJS.ProcessEnv): string | undefined {
  if (companion === undefined) return undefined
  const {executable, label, version} = companion
  const there = companionPaths(companion, program.realPath, env).map(executableAt)
  const found = there.find(result => !('problem' in result))
  if (found === undefined || 'problem' in found)
    return `${label} (${executable}), which it needs, is neither beside it nor on PATH`
  if (version === undefined) return undefined
  const file = join(dirname(found.realPath), version.file)
  const is = version.pattern.exec(readFirstBytes(file, 100))?.[1] ?? 'unknown'
  if (isAtLeast(is, version.atLeast)) return undefined
  return `it needs ${label}${rangeText(version.atLeast)}, but ${found.path} is ${is}`
}

function missing(spec: ProgramSpec, rejected: readonly Rejected[], {path, env}: FindOptions): MissingTool {
  const [own] = spec.homes
  const namedBy = path !== undefined ? labFilePath : env[own] ? own : undefined
  const lookedIn = namedBy === undefined ? ['PATH', ...spec.folders] : []
  const range = rangeText(spec.atLeast)
  const [first] = [...rejected.filter(({problem}) => problem.startsWith('version')), ...rejected]
  const reason =
    first === undefined
      ? `${spec.label}${range} (${spec.executables[0]}) is not installed`
      : `${spec.label}${range} is needed; ${first.path} (${first.because}): ${first.problem}`
  return {name: spec.name, label: spec.label, reason, namedBy, rejected, lookedIn}
}
