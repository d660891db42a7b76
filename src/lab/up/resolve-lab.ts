import {join} from 'node:path'
import type {MissingProgram, Provisions, Survey} from '../../distributions/provision.js'
import {freePorts} from '../../platform/ports.js'
import type {LabIdentity, RuntimeKind, Task} from '../../runtimes/runtime.js'
import type {Need, ProgramName} from '../../stacks/component.js'
import {provideConfigRepository} from '../init-lab.js'
import type {Lab} from '../lab.js'
import {lookUpSecrets, provideSecrets} from '../lab-secrets.js'
import type {Overrides} from '../overrides.js'
import type {ComponentStatus} from '../protocol.js'
import {buildTasks} from '../tasks/build-tasks.js'
import {factsOf, type Part, type PartFacts} from '../tasks/members.js'
import {settlePorts, wantedPorts} from '../tasks/ports.js'
import type {ContainerPlace} from './images.js'
import type {Machine} from './machine.js'

/** Programs and distributions that these parts need. */
export function needsOf(parts: readonly Part[]): Need[] {
  return parts.flatMap(part => {
    if (part.kind === 'component') return part.component.needs
    return part.service.program.kind === 'jar' ? [{program: 'java'} as const] : []
  })
}

/** Programs that the lab file names itself, by the first program that the component needs. */
export function programPaths(parts: readonly Part[]): Partial<Record<ProgramName, string>> {
  const paths = parts.flatMap(part => {
    if (part.kind !== 'component' || part.wish.path === undefined) return []
    const [need] = part.component.needs
    return need !== undefined && 'program' in need ? [[need.program, part.wish.path] as const] : []
  })
  return Object.fromEntries(paths)
}

/** An optional component whose program is missing is left out quietly, unless somebody named it. */
export function isLeftOut(
  part: Part,
  {missingPrograms}: Pick<Survey, 'missingPrograms'>,
  asked: readonly string[],
): boolean {
  if (part.kind === 'service' || part.component.optional !== true) return false
  if (part.wish.because === 'named' || asked.includes(part.component.name)) return false
  return part.component.needs.some(need => 'program' in need && isMissing(need.program, missingPrograms))
}

function isMissing(name: ProgramName, missing: readonly MissingProgram[]): boolean {
  return missing.some(program => program.name === name)
}

export interface TaskRequest {
  readonly identity: LabIdentity
  readonly lab: Lab
  /** All of the lab: each has its ports, whether it is started or not. */
  readonly members: readonly Part[]
  /** Those that become tasks. */
  readonly parts: readonly Part[]
  readonly overrides: Overrides
  readonly found: Provisions
  readonly runtimes: ReadonlyMap<string, RuntimeKind>
  readonly containers: ContainerPlace
  /** What runs already: its free ports are kept. */
  readonly running: readonly ComponentStatus[]
  /** Write nothing at all. */
  readonly dryRun: boolean
}

/** Tasks with every choice made. Writes nothing but, in earnest, the lab's secrets and, for the built-in lab, its config repository. */
export async function resolveTasks(request: TaskRequest, machine: Machine): Promise<Task[]> {
  const {identity, lab, members, parts, overrides, found, runtimes, containers, running, dryRun} = request
  const hasContainers = [...runtimes.values()].includes('docker')
  const facts = members.map(factsOf).map(part => (hasContainers ? withPortForContainers(part) : part))
  const wanted = wantedPorts(facts, lab.portOffset, overrides)
  const ports = await settlePorts(wanted, new Map(running.map(({name, ports}) => [name, ports])), freePorts)
  const secrets = await (dryRun ? lookUpSecrets(identity.dir) : provideSecrets(identity.dir))
  if (!dryRun && lab.file === undefined && overrides.configRepository === undefined)
    await provideConfigRepository(lab.root)
  return buildTasks(parts, {
    ...machine,
    lab: {...lab, portOffset: lab.portOffset + overrides.portOffset},
    ...{identity, ports, found, secrets, runtimes, ...containers},
    members: new Set(facts.map(({name}) => name)),
  })
}

/** One that only containers ask for. */
function withPortForContainers(facts: PartFacts): PartFacts {
  const {portForContainers: extra, defaultPorts} = facts
  return extra === undefined ? facts : {...facts, defaultPorts: {...defaultPorts, [extra.name]: extra.port}}
}

export function templatesOf({packageDir}: Machine): string {
  return join(packageDir, 'templates')
}
