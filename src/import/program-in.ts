import {existsSync, readFileSync} from 'node:fs'
import {join, relative} from 'node:path'

/** How the program in a folder is started, by its build file; undefined where there is none that says it. */
export function programIn(folder: string, from: string): Readonly<Record<string, string>> | undefined {
  const program = byBuildFile(folder)
  if (program === undefined) return undefined
  const way = relative(from, folder)
  return way === '' ? program : {...program, path: way.startsWith('..') ? folder : way}
}

function byBuildFile(folder: string): Readonly<Record<string, string>> | undefined {
  const has = (name: string) => existsSync(join(folder, name))
  if (has('pom.xml')) return {maven: 'spring-boot:run'}
  if (has('build.gradle') || has('build.gradle.kts')) return {gradle: 'bootRun'}
  return has('package.json') && hasStart(join(folder, 'package.json')) ? {npm: 'start'} : undefined
}

function hasStart(path: string): boolean {
  try {
    const {scripts} = JSON.parse(readFileSync(path, 'utf8')) as {scripts?: {start?: unknown}}
    return typeof scripts?.start === 'string'
  } catch {
    return false
  }
}
