import {type Survey, survey} from '../../distributions/provision.js'
import {pathExists} from '../../platform/files.js'
import type {LabIdentity} from '../../runtimes/runtime.js'
import type {Need} from '../../stacks/component.js'
import {activeNames, findSnapshot, type Running} from '../client/lab-client.js'
import type {Lab} from '../lab.js'
import {loadLab} from '../load-lab.js'
import {mergeOverrides, noOverrides, type Overrides} from '../overrides.js'
import {factsOf, type Part, partsOf} from '../tasks/members.js'
import {decideRuntime, mayNeedEngine, type RuntimeDecision} from '../tasks/runtime-of.js'
import {requireTrust} from '../trust.js'
import {applyOverrides} from './apply-overrides.js'
import {engineAnswers} from './images.js'
import type {Machine} from './machine.js'
import {type Operation, wantedNames} from './plan.js'
import {plannedParts} from './planned-parts.js'
import {requireConfigRepository} from './require-config-repository.js'
import {requireJars} from './require-jars.js'
import {requireScalable} from './require-scalable.js'
import {isLeftOut, needsOf, programPaths, templatesOf} from './resolve-lab.js'
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
  /** Where each part runs, and why there. */
  readonly runtimes: readonly RuntimeDecision[]
  /** The wanted parts that run in containers. */
  readonly contained: readonly Part[]
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
  const runtimes = await settleRuntimes(all, found, running, place.identity, env)
  const isContained = (part: Part) =>
    runtimes.some(({name, runtime}) => name === factsOf(part).name && runtime === 'docker')
  const leftOut = needed.filter(part => !isContained(part) && isLeftOut(part, found, asked))
  const parts = needed.filter(part => !leftOut.includes(part))
  const leftOutNames = plannedParts(leftOut).map(({name}) => name)
  const members = all.filter(part => !leftOut.includes(part))
  const contained = parts.filter(isContained)
  const missing = missingFor(needsOf(parts.filter(part => !isContained(part))), found)
  requireConfigRepository(lab, parts)
  requireJars(parts, activeNames(running))
  return {
    ...{lab, members, parts, leftOut: leftOutNames, overrides, running, runtimes, contained},
    found: {...found, ...missing},
  }
}

/** An engine is only looked for where something could run in it. */
async function settleRuntimes(
  parts: readonly Part[],
  {missingPrograms}: Survey,
  running: Running | undefined,
  lab: LabIdentity,
  env: NodeJS.ProcessEnv,
): Promise<RuntimeDecision[]> {
  const current = (running?.snapshot.components ?? []).filter(({state}) => 'handle' in state)
  const machine = {
    missing: missingPrograms.map(({name}) => name),
    running: new Map(current.map(({component, runtime}) => [component, runtime])),
  }
  const engine = mayNeedEngine(parts, machine) ? await engineAnswers(lab, env) : undefined
  return parts.map(part => decideRuntime(part, {...machine, engine}))
}

/** Missing for the processes among the parts; Maven only where a distribution has to be fetched. */
function missingFor(needs: readonly Need[], {missingPrograms, missingDistributions}: Survey) {
  const distributions = missingDistributions.filter(name =>
    needs.some(need => 'distribution' in need && need.distribution === name),
  )
  const isNeeded = (name: string) =>
    name === 'mvn' ? distributions.length > 0 : needs.some(need => 'program' in need && need.program === name)
  return {
    missingPrograms: missingPrograms.filter(({name}) => isNeeded(name)),
    missingDistributions: distributions,
  }
}

/** Names of all tasks of these parts. */
export function memberNames(members: readonly Part[]): string[] {
  return plannedParts(members).map(({name}) => name)
}

/** What has to come onto this machine first. */
export function missingOperations({missingDistributions, missingPrograms}: Survey, images: readonly string[] = []) {
  return [
    ...missingPrograms.map(({name}) => ({op: 'install' as const, what: name})),
    ...missingDistributions.map(name => ({op: 'fetch' as const, what: name})),
    ...images.map(reference => ({op: 'fetch' as const, what: `image ${reference}`})),
  ] satisfies Operation[]
}
