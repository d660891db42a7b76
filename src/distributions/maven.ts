import {dirname, join} from 'node:path'
import {MsaError, reasonOf} from '../errors.js'
import {executableAt} from '../platform/executables.js'
import {makePrivateFolder, writeFileAtomic} from '../platform/files.js'
import {folderSize} from '../platform/folder-size.js'
import {runProgram} from '../platform/run-program.js'
import {type FetchFailure, mavenFailure} from './maven-failure.js'
import type {MavenSet} from './maven-sets.js'
import {watchdog} from './watchdog.js'

export interface MavenRun {
  readonly mvn: string
  readonly java: string
  readonly env: NodeJS.ProcessEnv
  /** A folder of this run's own, where the poms are written and the jars end. */
  readonly workDir: string
  /** Maven's local repository for it: kept after a cut download, so that the next try goes on where this one ended. */
  readonly repository: string
  readonly onBytes: (bytes: number) => void
  /** Ended when fewer than 64 KiB came in so long. */
  readonly stallMs: number
  readonly signal: AbortSignal
}

export const copyDependencies = 'org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy-dependencies'

/** Where Maven leaves the jars of a set. */
export function fetchedJars(workDir: string, set: MavenSet): string {
  return join(workDir, set.name, 'target', 'dependency')
}

/** Lets the ordinary `mvn` fetch the jars of all sets in one go: with the person's settings, mirrors and proxies. */
export async function runMaven(sets: readonly MavenSet[], run: MavenRun): Promise<FetchFailure | undefined> {
  await writePoms(sets, run.workDir)
  const guard = watchdog({...run, bytes: () => folderSize(run.repository)})
  const options = {env: mavenEnvironment(run), cwd: run.workDir, signal: guard.signal}
  try {
    const end = await runProgram(run.mvn, mavenArguments(sets, run), options)
    return end.exitCode === 0 ? undefined : mavenFailure(end.output, end.exitCode)
  } catch (error) {
    if (run.signal.aborted) throw error
    if (error instanceof MsaError) return {error, resumable: true}
    throw cannotRun(run.mvn, error)
  } finally {
    await guard.stop()
  }
}

function cannotRun(mvn: string, error: unknown): MsaError {
  return new MsaError('E_DOWNLOAD', `Maven (${mvn}) cannot be run: ${reasonOf(error)}`, {
    tryThis: ['Name another one: MSA_MAVEN_HOME=/path/to/maven', 'See what is missing: msa doctor'],
    cause: error,
  })
}

function mavenArguments(sets: readonly MavenSet[], {repository, workDir}: MavenRun): string[] {
  return [
    '--batch-mode',
    '--fail-at-end',
    `--threads=${sets.length}`,
    `--file=${join(workDir, 'pom.xml')}`,
    `-Dmaven.repo.local=${repository}`,
    '-DincludeScope=runtime',
    // Maven's own patience with a silent server is half an hour.
    '-Daether.connector.connectTimeout=10000',
    '-Daether.connector.requestTimeout=60000',
    copyDependencies,
  ]
}

/** All of the caller's, since proxies and mirrors may stand anywhere in it; but a JAVA_HOME that is wrong would stop Maven too. */
function mavenEnvironment({env, java}: MavenRun): NodeJS.ProcessEnv {
  const program = executableAt(java)
  if ('problem' in program) return env
  const home = dirname(dirname(program.realPath))
  return 'problem' in executableAt(join(home, 'bin', 'java')) ? env : {...env, JAVA_HOME: home}
}

async function writePoms(sets: readonly MavenSet[], workDir: string): Promise<void> {
  // Maven looks for this folder upwards from the pom: without it that of a project around the cache would count.
  await makePrivateFolder(join(workDir, '.mvn'))
  for (const set of sets) {
    await makePrivateFolder(join(workDir, set.name))
    await writeFileAtomic(join(workDir, set.name, 'pom.xml'), set.pom, {durable: false})
  }
  await writeFileAtomic(join(workDir, 'pom.xml'), parentPom(sets), {durable: false})
}

function parentPom(sets: readonly MavenSet[]): string {
  return [
    '<project xmlns="http://maven.apache.org/POM/4.0.0">',
    '  <modelVersion>4.0.0</modelVersion>',
    '  <groupId>msa</groupId>',
    '  <artifactId>msa-distributions</artifactId>',
    '  <version>1</version>',
    '  <packaging>pom</packaging>',
    `  <modules>${sets.map(({name}) => `<module>${name}</module>`).join('')}</modules>`,
    '</project>',
    '',
  ].join('\n')
}
