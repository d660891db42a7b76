import {basename, join} from 'node:path'
import {createZip, writeStream, type ZipEntry, type ZipWriter, zipEntries} from '../platform/archives.js'
import {movePath} from '../platform/files.js'
import type {DistributionName} from '../stacks/component.js'

/**
 * Jars carry one and the same time: a class-data archive is valid only for jars of the very size and time that it was made from,
 * and a set that is fetched again should find its archive still valid.
 */
export const jarTime = new Date(Date.UTC(2020, 0, 1))

/** Puts the jars that Maven fetched into `lib`, as the class path will have them. */
export async function layOutJars(
  name: DistributionName,
  {from, lib, jars}: {readonly from: string; readonly lib: string; readonly jars: readonly string[]},
): Promise<void> {
  for (const jar of jars) {
    if (name === 'zipkin') await unpackSpringBoot(join(from, jar), lib)
    else await movePath(join(from, jar), join(lib, jar))
  }
}

const libraries = 'BOOT-INF/lib/'
const ownClasses = 'BOOT-INF/classes/'
const classesJar = '0-zipkin-server-classes.jar'

/**
 * Spring Boot's jar holds jars, which its own loader reads slowly and a class-data archive not at all. Taken apart it is a class path of
 * jars only (a folder of classes would rule the archive out too). The first in the alphabet are the program's own classes.
 */
export async function unpackSpringBoot(jar: string, lib: string): Promise<void> {
  const classes = createZip(join(lib, classesJar), jarTime)
  try {
    for await (const entry of zipEntries(jar)) await place(entry, lib, classes)
    await classes.close()
  } catch (error) {
    await classes.abandon()
    throw error
  }
}

async function place(entry: ZipEntry, lib: string, classes: ZipWriter): Promise<void> {
  if (entry.isFolder) return
  // By its last name only, so that nothing is written outside.
  if (entry.name.startsWith(libraries)) await writeStream(join(lib, basename(entry.name)), await entry.open())
  else if (entry.name.startsWith(ownClasses)) await classes.add(entry.name.slice(ownClasses.length), await entry.open())
}
