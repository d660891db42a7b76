import {createHash} from 'node:crypto'
import {join} from 'node:path'
import {pathToFileURL} from 'node:url'
import type {Distribution, Env, RenderedFile, Workload, WorkloadContext} from './component.js'

export interface JavaProgram {
  /** Names the class-data archive. */
  readonly name: string
  readonly jars: Distribution['jars']
  readonly heapMiB: readonly [initial: number, largest: number]
  readonly systemProperties?: Env
  readonly mainClass: string
  readonly args: readonly string[]
}

/** Of a memory cap this much is for the heap; the rest is code, classes, threads and buffers. */
const heapShareOfCap = 0.6
const smallestHeapMiB = 32

/** A JVM that is small and starts fast: one collector thread, the quick compiler only, no files in /tmp. */
export function javaWorkload(context: WorkloadContext, program: JavaProgram): Workload {
  const [initial, largest] = heapFor(program.heapMiB, context.memoryMiB)
  const classPath = program.jars.join(':')
  const temporary = join(context.dataDir, 'tmp')
  const systemProperties = {'java.io.tmpdir': temporary, ...program.systemProperties}
  return {
    command: context.program('java'),
    args: [
      '-XX:+UseSerialGC',
      '-XX:TieredStopAtLevel=1',
      '-XX:-UsePerfData',
      // Half alive after an OutOfMemoryError helps nobody; ended it is started again.
      '-XX:+ExitOnOutOfMemoryError',
      `-Xms${initial}m`,
      `-Xmx${largest}m`,
      ...Object.entries(systemProperties).map(([key, value]) => `-D${key}=${value}`),
      '-cp',
      classPath,
      program.mainClass,
      ...program.args,
    ],
    // A JVM under the C locale cannot open a path with other letters than ASCII's.
    env: {LC_ALL: 'C.UTF-8'},
    directories: [temporary],
    classArchive: {
      java: context.program('java'),
      classPath,
      classList: join(context.dataDir, 'classes.lst'),
      archive: join(context.cacheDir, 'class-archives', `${program.name}-${keyOf(context, classPath)}.jsa`),
    },
  }
}

function heapFor([initial, largest]: JavaProgram['heapMiB'], capMiB: number | undefined): [number, number] {
  if (capMiB === undefined) return [initial, largest]
  const heap = Math.max(smallestHeapMiB, Math.round(capMiB * heapShareOfCap))
  return [Math.min(initial, heap), heap]
}

function keyOf(context: WorkloadContext, classPath: string): string {
  return createHash('sha256')
    .update(`${context.build('java')}\n${classPath}`)
    .digest('hex')
    .slice(0, 16)
}

/** Warnings and errors to stdout, which is the component's log. */
export function log4jFile(configDir: string): RenderedFile {
  return {
    path: join(configDir, 'log4j.properties'),
    content: [
      'log4j.rootLogger=WARN, out',
      'log4j.appender.out=org.apache.log4j.ConsoleAppender',
      'log4j.appender.out.layout=org.apache.log4j.PatternLayout',
      'log4j.appender.out.layout.ConversionPattern=%d{ISO8601} %-5p %m (%c{1})%n',
      '',
    ].join('\n'),
  }
}

export function log4jProperty(configDir: string): Env {
  return {'log4j.configuration': pathToFileURL(join(configDir, 'log4j.properties')).href}
}
