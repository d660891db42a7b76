import {dirname, join} from 'node:path'
import {executableAt, isFolder, namesIn} from '../platform/executables.js'
import type {ProgramSpec} from './programs.js'

/** A place where a program may be. */
export interface Candidate {
  readonly path: string
  /** Why it was looked for there: `path in the lab file`, `JAVA_HOME`, `PATH`, `usual folder`. */
  readonly because: string
}

export const labFilePath = 'path in the lab file'

export interface LookUp {
  /** From the lab file. */
  readonly path: string | undefined
  readonly env: NodeJS.ProcessEnv
}

/**
 * Where a program is looked for, in this order: lab file, `MSA_<NAME>_HOME`, hints such as JAVA_HOME, PATH, usual folders.
 * Who names a place means it: then there are no others.
 */
export function candidatesFor(spec: ProgramSpec, {path, env}: LookUp): readonly Candidate[] {
  const [own, ...hints] = spec.homes
  if (path !== undefined) return within(path, spec, labFilePath)
  const home = env[own]
  if (home) return within(home, spec, own)
  const usual = spec.folders
    .flatMap(folder => folders(folder))
    .flatMap(folder => inFolder(folder, spec, 'usual folder'))
  const onPath = pathFolders(env).flatMap(folder => inFolder(folder, spec, 'PATH'))
  return unique([
    ...hints.flatMap(name => (env[name] ? within(env[name], spec, name) : [])),
    ...(spec.foldersFirst ? [...usual, ...onPath] : [...onPath, ...usual]),
  ])
}

export function pathFolders(env: NodeJS.ProcessEnv): readonly string[] {
  // A relative entry of PATH would mean another program in each folder.
  return (env.PATH ?? '').split(':').filter(folder => folder.startsWith('/'))
}

/** A home is the program itself, its folder, or the folder above that. */
function within(home: string, spec: ProgramSpec, because: string): Candidate[] {
  if (!isFolder(home)) return [{path: home, because}]
  const inside = ['bin', 'sbin', '.', 'libexec'].flatMap(folder => inFolder(join(home, folder), spec, because))
  const there = inside.filter(({path}) => !('problem' in executableAt(path)))
  return there.length > 0 ? there : inside.slice(0, 1)
}

function inFolder(folder: string, spec: ProgramSpec, because: string): Candidate[] {
  return spec.executables.map(name => ({path: join(folder, name), because}))
}

/** Newest last in alphabet is tried first: `java-21-openjdk` before `java-17-openjdk`. */
function folders(pattern: string): string[] {
  const star = pattern.indexOf('/*')
  if (star === -1) return [pattern]
  const [parent, rest] = [pattern.slice(0, star), pattern.slice(star + 2)]
  return [...namesIn(parent)].reverse().map(name => join(parent, name, rest))
}

function unique(candidates: readonly Candidate[]): readonly Candidate[] {
  const seen = new Set<string>()
  return candidates.filter(({path}) => !seen.has(path) && seen.add(path))
}

/** Places of a companion: beside the program, on PATH, in the usual folders. */
export function companionPaths(
  companion: NonNullable<ProgramSpec['companion']>,
  programPath: string,
  env: NodeJS.ProcessEnv,
): readonly string[] {
  const beside = companion.beside.map(folder => join(dirname(programPath), folder))
  return [...beside, ...pathFolders(env), ...companion.folders].map(folder => join(folder, companion.executable))
}
