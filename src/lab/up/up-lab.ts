import {type ProvisionProgress, provision, type Survey} from '../../distributions/provision.js'
import {systemClock} from '../../platform/clock.js'
import {pathExists} from '../../platform/files.js'
import type {Standby} from '../../platform/standby.js'
import type {PullProgress} from '../../runtimes/docker/pull.js'
import type {Task} from '../../runtimes/runtime.js'
import {untilUp} from '../client/change-lab.js'
import type {StateSink} from '../client/follow.js'
import {findSnapshot} from '../client/lab-client.js'
import {standBy} from '../client/supervisor-standby.js'
import {inDependencyOrder} from '../graph.js'
import type {Lab} from '../lab.js'
import {isOutdated} from '../load-lab.js'
import {socketPathOf} from '../socket-path.js'
import {factsOf, type Part} from '../tasks/members.js'
import type {RuntimeDecision} from '../tasks/runtime-of.js'
import {boot} from './boot.js'
import {checkMachine} from './check-machine.js'
import {type ContainerPlace, isMixed, missingImages, noContainers, provideContainers} from './images.js'
import {type Intent, memberNames, missingOperations, readIntent} from './intent.js'
import type {Machine} from './machine.js'
import {movedData} from './moved-data.js'
import {changesOf, type Plan, type PlannedTask, planUp, startedBy, stoppedBy, wantedNames} from './plan.js'
import {plannedParts} from './planned-parts.js'
import {needsOf, programPaths, resolveTasks, templatesOf} from './resolve-lab.js'
import type {UpRequest} from './up-request.js'
import {type UpResult, upResult} from './up-result.js'

export interface UpDeps {
  readonly machine: Machine
  readonly onState: StateSink
  readonly onFetch: (progress: ProvisionProgress) => void
  readonly onPull: (progress: PullProgress) => void
  readonly note: (line: string) => void
  /** Is told what is wanted, in the order in which it starts, before anything is started. */
  readonly show?: ((tasks: readonly Task[]) => void) | undefined
  /** Installs missing programs once the person has agreed; rejects with what is missing when they have not, or cannot be asked. */
  readonly install: (missing: Survey['missingPrograms']) => Promise<void>
  /** What the lab file declares beside components, done when these are ready. */
  readonly afterwards: (lab: Lab, request: UpRequest) => Promise<void>
}

export interface Upped {
  readonly plan: Plan
  /** Undefined for a dry run. */
  readonly result: UpResult | undefined
}

/** From a lab file to a lab that runs: find out, plan, fetch, start, wait. Nothing is started before everything was checked. */
export async function upLab(request: UpRequest, deps: UpDeps): Promise<Upped> {
  const {place, env, dryRun} = request
  const standby = dryRun || pathExists(socketPathOf(place.identity, env)) ? undefined : standBy(place.identity, env)
  return carryOut(request, deps, standby).finally(() => standby?.dismiss())
}

async function carryOut(request: UpRequest, deps: UpDeps, standby: Standby | undefined): Promise<Upped> {
  const beganMs = systemClock.now()
  const intent = await readIntent(request, deps.machine)
  const images = request.dryRun
    ? await missingImages({identity: request.place.identity, env: request.env, parts: intent.contained})
    : []
  const missing = missingOperations(intent.found, images)
  if (request.dryRun && missing.length > 0) return {plan: planMissing(request, intent, missing), result: undefined}
  const {tasks, leftOut} = await provideTasks(request, deps, intent)
  const running = intent.running?.snapshot.components ?? []
  const names = wantedNames(tasks, request.asked)
  const plan = planUp({
    ...{tasks, names, members: memberNames(intent.members), running},
    missing: request.dryRun ? missing : [],
  })
  deps.show?.(inDependencyOrder(tasks).filter(({name}) => names.includes(name)))
  if (request.dryRun) return {plan, result: undefined}
  const changes = changesOf(plan)
  if (changes.length > 0) {
    const {env, place} = request
    const started = startedBy(changes)
    const starting = tasks.filter(({name}) => started.includes(name))
    await checkMachine({lab: place.identity, env, starting, running, note: deps.note})
    for (const line of await movedData(place.identity, starting, env)) deps.note(line)
    await boot(request, {intent, tasks, names, leaving: stoppedBy(changes), onState: deps.onState, standby})
  } else if (intent.running !== undefined) {
    await untilUp({...request, onState: deps.onState}, intent.running.client, names)
  }
  const {topics, connectors} = intent.lab
  if (changes.length > 0 || topics.length + connectors.length > 0) await deps.afterwards(intent.lab, request)
  if (await isOutdated(intent.lab))
    deps.note('the lab file was changed meanwhile: msa up once more takes in what it says now')
  const after = await findSnapshot(request.place.identity, request.env)
  const shown = after?.snapshot.components.filter(({name}) => names.includes(name)) ?? []
  return {plan, result: upResult(shown, changes, [...intent.leftOut, ...leftOut], systemClock.now() - beganMs)}
}

function planMissing(
  {asked}: UpRequest,
  {members, parts, running}: Intent,
  missing: ReturnType<typeof missingOperations>,
): Plan {
  const tasks: PlannedTask[] = plannedParts(parts)
  const names = wantedNames(tasks, asked)
  return planUp({tasks, names, members: memberNames(members), running: running?.snapshot.components ?? [], missing})
}

async function provideTasks(
  request: UpRequest,
  deps: UpDeps,
  intent: Intent,
): Promise<{readonly tasks: readonly Task[]; readonly leftOut: readonly string[]}> {
  const {machine, onFetch} = deps
  const {overrides, lab, running, contained} = intent
  if (intent.found.missingPrograms.length > 0) await deps.install(intent.found.missingPrograms)
  const isComplete = intent.found.missingPrograms.length + intent.found.missingDistributions.length === 0
  const found = isComplete
    ? intent.found.found
    : await provision(needsOf(intent.parts.filter(part => !contained.includes(part))), {
        ...{cacheDir: machine.cacheDir, templatesDir: templatesOf(machine), env: request.env, signal: request.signal},
        ...{offline: request.offline, progress: onFetch, paths: programPaths(intent.parts)},
      })
  const runtimes = new Map(intent.runtimes.map(({name, runtime}) => [name, runtime]))
  const {leftOut, ...containers} = await provide(request, deps, intent)
  const stays = (part: Part) => !leftOut.includes(part)
  const tasks = await resolveTasks(
    {
      ...{identity: request.place.identity, lab, overrides, found, runtimes, containers},
      ...{members: intent.members.filter(stays), parts: intent.parts.filter(stays)},
      running: running?.snapshot.components ?? [],
      dryRun: request.dryRun,
    },
    machine,
  )
  return {tasks, leftOut: leftOut.map(part => factsOf(part).name)}
}

/** Images and network, where there are containers; said with the reason where nobody asked for them. */
async function provide(
  {place, env, pull, dryRun, signal}: UpRequest,
  {machine, note, onPull}: UpDeps,
  {members, runtimes, contained: parts}: Intent,
): Promise<ContainerPlace & {readonly leftOut: readonly Part[]}> {
  if (parts.length === 0 || dryRun) return {...noContainers, leftOut: []}
  for (const line of chosenByItself(runtimes)) note(line)
  const kinds = new Map(runtimes.map(({name, runtime}) => [name, runtime]))
  const mixed = isMixed(members, kinds)
  return provideContainers(
    {identity: place.identity, env, parts, isMixed: mixed, policy: pull, onPull, note, signal},
    machine,
  )
}

/** `containers for kafka, connect: java is not on this machine, a container engine is` */
function chosenByItself(runtimes: readonly RuntimeDecision[]): string[] {
  const reasons = new Map<string, string[]>()
  for (const {name, because} of runtimes.filter(({isStandIn}) => isStandIn))
    reasons.set(because, [...(reasons.get(because) ?? []), name])
  return [...reasons].map(([because, names]) => `containers for ${names.join(', ')}: ${because}`)
}
