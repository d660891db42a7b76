import {execFileSync} from 'node:child_process'
import {cpSync, mkdtempSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'

/** `boot2` is the course's line, Spring Boot 2.7 with Spring Cloud 2021 and Sleuth; `boot3` is 3.5 with 2025 and Micrometer. */
export type SpringLine = 'boot2' | 'boot3'
export type SpringApp = 'greeter' | 'gateway' | 'config-server' | 'eureka-server'

/** Real Spring Boot programs, built where a test of their own needs them. */
export interface SpringPrograms {
  readonly folder: string
  /** Path of the jar. One after the other: two Mavens do not share a repository well. */
  build(app: SpringApp, line: SpringLine): string
  remove(): void
}

export function openSpringPrograms(): SpringPrograms {
  const folder = mkdtempSync(join(tmpdir(), 'msa-spring-'))
  return {
    folder,
    build(app, line) {
      const at = join(folder, `${app}-${line}`)
      cpSync(join(import.meta.dirname, '..', 'fixtures', 'spring-boot'), at, {recursive: true})
      const words = ['--batch-mode', '--quiet', `-P${app},${line}`, 'package']
      execFileSync('mvn', words, {cwd: at, stdio: ['ignore', 2, 2]})
      return join(at, 'target', `${app}.jar`)
    },
    remove: () => rmSync(folder, {recursive: true, force: true}),
  }
}
