import {type ProvisionProgress, provision, type Survey, survey} from '../../distributions/provision.js'
import {MsaError} from '../../errors.js'
import {systemClock} from '../../platform/clock.js'
import {pathExists} from '../../platform/files.js'
import {availableMemoryMiB} from '../../platform/memory.js'
import type {Task} from '../../runtimes/runtime.js'
import {portsTaken, takenPorts} from '../assert-ports-free.js'
import {untilDown, untilUp} from '../client/change-lab.js'
import type {StateSink} from '../client/follow.js'
import {findSnapshot, isGone, type LabClient, type Running} from '../client/lab-client.js'
import {ensureSupervisor} from '../client/supervisor-process.js'
import type {Lab} from '../lab.js'
import {loadLab} from '../load-lab.js'
import {type GivenOverrides, mergeOverrides, noOverrides, type Overrides} from '../overrides.js'
import {ownProcesses} from '../own-processes.js'
import type {LabPlace} from '../place.js'
import {type Part, partsOf} from '../tasks/members.js'
import {requireTrust} from '../trust.js'
import {applyOverrides} from './apply-overrides.js'
import {changesOf, type Operation, type Plan, type PlannedTask, planUp, wantedNames} from './plan.js'
import {plannedParts} from './planned-parts.js'
import {isLeftOut, type Machine, needsOf, programPaths, resolveTasks, templatesOf} from './resolve-lab.js'
import {type UpResult, upResult} from './up-result.js'

export interface UpRequest {
  readonly place: LabPlace
  readonly env: NodeJS.ProcessEnv
  readonly cwd: string
  readonly asked: readonly string[]
  readonly given: GivenOverrides
  readonly timeoutMs: number | undefined
  readonly offline: boolean
  readonly dryRun: boolean
  /** For the event log: who wants it. */
  readonly by: string
  readonly signal: AbortSignal
}

export interface UpDeps {
  readonly machine: Machine
  readonly onState: StateSink
  readonly onFetch: (progress: ProvisionProgress) => void
  readonly note: (line: string) => void
  /** Installs missing programs once the person has agreed; rejects with what is missing when they have not, or cannot be asked. */
  readonly install: (missing: Survey['missingPrograms']) => Promise<void>
}

export interface Upped {
  readonly plan: Plan
  /** Undefined for a dry run. */
  readonly result: UpResult | undefined
}

/** From a lab file to a lab that runs: find out, plan, fetch, start, wait. Nothing is started before everything was checked. */
export async function upLab(request: UpRequest, deps: UpDeps): Promise<Upped> {
  const beganMs = systemClock.now()
  const intent = await readIntent(request, deps)
  const missing = missingOperations(intent.found)
  if (request.dryRun && missing.length > 0)
    return {plan: planMissing(request, deps, intent, missing), result: undefined}
  const tasks = await provideTasks(request, deps, intent)
  const running = intent.running?.snapshot.components ?? []
  const names = wantedNames(tasks, request.asked)
  const plan = planUp({
    ...{tasks, names, members: memberNames(intent.members), running},
    missing: request.dryRun ? missing : [],
  })
  if (request.dryRun) return {plan, result: undefined}
  const changes = changesOf(plan)
  if (changes.length > 0) {
    await checkMachine(request.place.identity.id, tasks, changes, deps)
    await boot(request, deps, intent, tasks, names)
  } else if (intent.running !== undefined) {
    await untilUp({...request, onState: deps.onState}, intent.running.client, names)
  }
  const after = await findSnapshot(request.place.identity, request.env)
  const shown = after?.snapshot.components.filter(({name}) => names.includes(name)) ?? []
  return {plan, result: upResult(shown, changes, intent.leftOut, systemClock.now() - beganMs)}
}

/** What the person wants, what is there, and what runs. */
interface Intent {
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

async function readIntent({place, env, cwd, asked, given, signal}: UpRequest, {machine}: UpDeps): Promise<Intent> {
  const {catalogue, cacheDir} = machine
  const [file, running] = await Promise.all([
    loadLab(place, catalogue, env, cwd),
    pathExists(place.identity.dir) ? findSnapshot(place.identity, env) : undefined,
  ])
  await requireTrust(file, place, env)
  const overrides = mergeOverrides(running?.snapshot.overrides ?? noOverrides, given)
  const lab = applyOverrides(file, overrides)
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

function memberNames(members: readonly Part[]): string[] {
  return plannedParts(members).map(({name}) => name)
}

function missingOperations({missingDistributions, missingPrograms}: Survey) {
  return [
    ...missingPrograms.map(({name}) => ({op: 'install' as const, what: name})),
    ...missingDistributions.map(name => ({op: 'fetch' as const, what: name})),
  ] satisfies Operation[]
}

function planMissing(
  {asked}: UpRequest,
  _: UpDeps,
  {members, parts, running}: Intent,
  missing: ReturnType<typeof missingOperations>,
): Plan {
  const tasks: PlannedTask[] = plannedParts(parts)
  const names = wantedNames(tasks, asked)
  return planUp({tasks, names, members: memberNames(members), running: running?.snapshot.components ?? [], missing})
}

async function provideTasks(request: UpRequest, deps: UpDeps, intent: Intent): Promise<readonly Task[]> {
  const {machine, onFetch} = deps
  const {members, parts, overrides, lab, running} = intent
  if (intent.found.missingPrograms.length > 0) await deps.install(intent.found.missingPrograms)
  const isComplete = intent.found.missingPrograms.length + intent.found.missingDistributions.length === 0
  const found = isComplete
    ? intent.found.found
    : await provision(needsOf(parts), {
        ...{cacheDir: machine.cacheDir, templatesDir: templatesOf(machine), env: request.env, signal: request.signal},
        ...{offline: request.offline, progress: onFetch, paths: programPaths(parts)},
      })
  const tasks = {identity: request.place.identity, lab, members, parts, overrides, found}
  return resolveTasks({...tasks, running: running?.snapshot.components ?? []}, machine)
}

/** Ports that are taken stop everything; memory that may not suffice is told. */
async function checkMachine(
  labId: string,
  tasks: readonly Task[],
  changes: Plan['steps'],
  deps: UpDeps,
): Promise<void> {
  const starting = tasks.filter(({name}) =>
    changes.some(({operation}) => 'task' in operation && operation.task === name),
  )
  const taken = await takenPorts(starting)
  // Held by a task that is going to be restarted, is just being stopped, or has lost its supervisor: those are taken over.
  const isOwn = taken.length === 0 ? () => false : ownProcesses(labId)
  const strangers = taken.filter(({owner}) => owner?.pid === undefined || !isOwn(owner.pid))
  if (strangers.length > 0) throw portsTaken(strangers)
  const neededMiB = starting.reduce((sum, {memoryMiB}) => sum + memoryMiB, 0)
  const availableMiB = await availableMemoryMiB()
  if (availableMiB !== undefined && availableMiB < neededMiB)
    deps.note(`memory may not suffice: ${neededMiB} MiB are needed, ${availableMiB} MiB are free`)
}

async function boot(
  request: UpRequest,
  {onState}: UpDeps,
  {members, overrides, running}: Intent,
  tasks: readonly Task[],
  names: readonly string[],
): Promise<void> {
  const {place, env, by, signal} = request
  const client = await wish(place, env, {
    ...{tasks, names, members: memberNames(members), overrides, labFile: place.file, by},
  })
  try {
    await untilUp({...request, onState}, client, names)
  } catch (error) {
    if (!signal.aborted || (error instanceof MsaError && error.code === 'E_NOT_READY')) throw error
    const before = running?.snapshot.components.filter(({state}) => 'handle' in state).map(({name}) => name) ?? []
    const started = names.filter(name => !before.includes(name))
    await client.down({names: started, by: 'Ctrl-C'})
    await untilDown(client, started, onState, new AbortController().signal)
    throw interrupted(started)
  }
}

/** Tells the supervisor; one that was about to end lets go of us, and the next one is asked. */
async function wish(
  place: LabPlace,
  env: NodeJS.ProcessEnv,
  wanted: Parameters<LabClient['up']>[0],
): Promise<LabClient> {
  for (let attempt = 1; ; attempt++) {
    const client = await ensureSupervisor(place.identity, env)
    try {
      await client.up(wanted)
      return client
    } catch (error) {
      if (!isGone(error) || attempt === 5) throw error
    }
  }
}

function interrupted(stopped: readonly string[]): MsaError {
  return new MsaError('E_INTERRUPTED', 'interrupted: what this call had started is stopped again', {
    details: [`stopped: ${stopped.join(', ')}`],
    tryThis: ['Start it again: msa up'],
  })
}
