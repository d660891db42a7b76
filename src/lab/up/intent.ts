import {type Survey, survey} from '../../distributions/provision.js'
import {pathExists} from '../../platform/files.js'
import {findSnapshot, type Running} from '../client/lab-client.js'
import type {Lab} from '../lab.js'
import {loadLab} from '../load-lab.js'
import {mergeOverrides, noOverrides, type Overrides} from '../overrides.js'
import {type Part, partsOf} from '../tasks/members.js'
import {requireTrust} from '../trust.js'
import {applyOverrides} from './apply-overrides.js'
import {type Operation, wantedNames} from './plan.js'
import {plannedParts} from './planned-parts.js'
import {requireScalable} from './require-scalable.js'
import {isLeftOut, type Machine, needsOf, programPaths, templatesOf} from './resolve-lab.js'
import type {UpRequest} from './up-request.js'

/** What the person wants, what is there, and what runs. */
export interface Intent {
  readonly lab: Lab
  /** All of the lab that can run here. */
  readonly members: readonly Part[]
  /** Those that are wanted. */
  readonly parts: readonly Part[]
  readonly leftOut: readonly string[]
  readonly overrides: Overrides
  readonly running: Running | undefined
  readonly found: Survey
}

/** Reads the lab file, asks the supervisor, looks what is on this machine. Changes nothing. */
export async function readIntent(
  {place, env, cwd, asked, given, signal}: UpRequest,
  machine: Machine,
): Promise<Intent> {
  const {catalogue, cacheDir} = machine
  const [file, running] = await Promise.all([
    loadLab(place, catalogue, env, cwd),
    pathExists(place.identity.dir) ? findSnapshot(place.identity, env) : undefined,
  ])
  await requireTrust(file, place, env)
  const overrides = mergeOverrides(running?.snapshot.overrides ?? noOverrides, given)
  const lab = applyOverrides(file, overrides)
  requireScalable(lab, catalogue)
  const all = partsOf(lab, catalogue, [])
  const wanted = new Set(wantedNames(plannedParts(all), asked))
  const options = {cacheDir, templatesDir: templatesOf(machine), env, signal, paths: programPaths(all)}
  const needed = all.filter(part => plannedParts([part]).some(({name}) => wanted.has(name)))
  const found = await survey(needsOf(needed), options)
  const leftOut = needed.filter(part => isLeftOut(part, found, asked))
  const parts = needed.filter(part => !leftOut.includes(part))
  const missingPrograms = found.missingPrograms.filter(
    ({name}) => name === 'mvn' || needsOf(parts).some(need => 'program' in need && need.program === name),
  )
  const leftOutNames = plannedParts(leftOut).map(({name}) => name)
  const members = all.filter(part => !leftOut.includes(part))
  return {lab, members, parts, leftOut: leftOutNames, overrides, running, found: {...found, missingPrograms}}
}

/** Names of all tasks of these parts. */
export function memberNames(members: readonly Part[]): string[] {
  return plannedParts(members).map(({name}) => name)
}

/** What has to come onto this machine first. */
export function missingOperations({missingDistributions, missingPrograms}: Survey) {
  return [
    ...missingPrograms.map(({name}) => ({op: 'install' as const, what: name})),
    ...missingDistributions.map(name => ({op: 'fetch' as const, what: name})),
  ] satisfies Operation[]
}
