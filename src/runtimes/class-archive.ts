import {randomBytes} from 'node:crypto'
import {dirname} from 'node:path'
import {makePrivateFolder, movePath, pathExists, removeTree} from '../platform/files.js'
import {runToEnd} from '../platform/run-to-end.js'
import type {ClassArchive, Env} from '../stacks/component.js'

/**
 * Flags that come before a JVM's own: with an archive it maps classes that were parsed and verified once; without one it
 * notes which classes it loads, so that the archive can be made. The log of the archive's failings is off: a JVM that cannot use it
 * (another JDK, other jars, a broken file) loads its classes as always.
 */
export function classArchiveFlags({archive, classList}: ClassArchive, archiveExists: boolean): string[] {
  return archiveExists
    ? [
        `-XX:SharedArchiveFile=${archive}`,
        '-Xshare:auto',
        ...atItsOwnAddress,
        '-Xlog:disable',
        '-Xlog:all=error:stderr',
      ]
    : [`-XX:DumpLoadedClassList=${classList}`]
}

/**
 * Else Java moves an archive to a random address, against attackers of the machine: every pointer in it is then corrected at each start, and
 * every page is the process's own. A JDK without these flags passes over them.
 */
const atItsOwnAddress = [
  '-XX:+IgnoreUnrecognizedVMOptions',
  '-XX:+UnlockDiagnosticVMOptions',
  '-XX:ArchiveRelocationMode=0',
]

/** Makes the archive as `into`, to be renamed when it is whole. G1, since no other collector of JDK 17 writes the archive's heap objects. */
export function classArchiveCommand({java, classPath, classList}: ClassArchive, into: string): [string, ...string[]] {
  return [
    java,
    '-XX:+UseG1GC',
    '-Xshare:dump',
    `-XX:SharedClassListFile=${classList}`,
    `-XX:SharedArchiveFile=${into}`,
    '-Xlog:disable',
    '-Xlog:all=error:stderr',
    '-cp',
    classPath,
  ]
}

/**
 * Makes the archive of a task that has loaded its classes, in the background and at the lowest priority. Nothing happens where it is there already, or cannot be
 * made: it only saves time.
 */
export async function makeClassArchive(
  spec: ClassArchive,
  env: Env,
  signal: AbortSignal,
): Promise<'made' | 'there' | 'failed'> {
  if (pathExists(spec.archive)) return 'there'
  const temporary = `${spec.archive}.${randomBytes(4).toString('hex')}.tmp`
  await makePrivateFolder(dirname(spec.archive))
  const [command, ...args] = classArchiveCommand(spec, temporary)
  try {
    const {exitCode} = await runToEnd('nice', ['-n', '19', command, ...args], {env, signal})
    if (exitCode === 0 && pathExists(temporary)) {
      await movePath(temporary, spec.archive)
      return 'made'
    }
  } catch {
    // Stopped meanwhile, or no such program: the next boot is as slow as this one was.
  }
  await removeTree(temporary)
  return 'failed'
}
