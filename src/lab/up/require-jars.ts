import {existsSync} from 'node:fs'
import {MsaError} from '../../errors.js'
import {shellWord} from '../../platform/shell-word.js'
import type {LabService} from '../lab.js'
import type {Part} from '../tasks/members.js'

/** A jar that was not built yet would fail five times before somebody reads why: told before anything starts. What runs already needs none. */
export function requireJars(parts: readonly Part[], running: readonly string[]): void {
  const services = parts.flatMap(part => (part.kind === 'service' ? [part.service] : []))
  const missing = services.filter(service => !running.includes(service.name) && !hasJar(service))
  const [first] = missing
  if (first === undefined) return
  const lines = missing.map(service => `the jar ${jarOf(service)} of ${service.name} is not there`)
  throw new MsaError('E_INPUT', missing.length === 1 ? (lines[0] ?? '') : `${missing.length} jars are not there`, {
    details: missing.length === 1 ? [] : lines,
    tryThis: [
      `Build it: cd ${shellWord(first.path)} && mvn package`,
      'Or let msa build and run it: maven: spring-boot:run in the lab file, in place of jar',
      `Run without it: msa up --without ${first.name}`,
    ],
  })
}

function jarOf({program}: LabService): string | undefined {
  return program.kind === 'jar' ? program.jar : undefined
}

function hasJar(service: LabService): boolean {
  const jar = jarOf(service)
  return jar === undefined || existsSync(jar)
}
