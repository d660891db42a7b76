import type {ClassArchive} from '../stacks/component.js'

/**
 * Flags that come before a JVM's own: with an archive it maps classes that were parsed and verified once; without one it
 * notes which classes it loads, so that the archive can be made. The log of the archive's failings is off: a JVM that cannot use it
 * (another JDK, other jars, a broken file) loads its classes as always.
 */
export function classArchiveFlags({archive, classList}: ClassArchive, archiveExists: boolean): string[] {
  return archiveExists
    ? [`-XX:SharedArchiveFile=${archive}`, '-Xshare:auto', '-Xlog:disable', '-Xlog:all=error:stderr']
    : [`-XX:DumpLoadedClassList=${classList}`]
}

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
