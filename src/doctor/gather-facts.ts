import {type Survey, survey} from '../distributions/provision.js'
import {MsaError} from '../errors.js'
import {labPorts} from '../lab/client/lab-ports.js'
import {labStatus} from '../lab/client/status.js'
import type {Lab} from '../lab/lab.js'
import {loadLab} from '../lab/load-lab.js'
import type {LabPlace} from '../lab/place.js'
import {factsOf, type Part, partsOf} from '../lab/tasks/members.js'
import type {Machine} from '../lab/up/machine.js'
import {needsOf, programPaths, templatesOf} from '../lab/up/resolve-lab.js'
import {ephemeralPorts} from '../platform/ephemeral-ports.js'
import {freeSpace} from '../platform/free-space.js'
import {localhostAddresses} from '../platform/local-addresses.js'
import {availableMemoryMiB} from '../platform/memory.js'
import {systemName, systemUnitOf} from '../platform/system-unit.js'
import type {Need} from '../stacks/component.js'
import type {Facts, LabComponentFacts} from './facts.js'
import {gatherEngine} from './gather-engine.js'

export interface Look {
  readonly place: LabPlace
  readonly machine: Machine
  readonly env: NodeJS.ProcessEnv
  readonly cwd: string
  readonly signal: AbortSignal
}

/** Looks at lab and machine; changes nothing but the memory of versions. */
export async function gatherFacts(look: Look): Promise<Facts> {
  const {machine, env, cwd, signal} = look
  const {lab, place, problem} = await readLab(look)
  const parts = partsOf(lab, machine.catalogue, [])
  const options = {cacheDir: machine.cacheDir, templatesDir: templatesOf(machine), env, signal}
  const [found, ports, status, availableMiB, cacheSpace, labSpace, localhost] = await Promise.all([
    survey(needsOf(parts), {...options, paths: programPaths(parts)}),
    labPorts(place, machine.catalogue, env, cwd),
    labStatus(place, machine.catalogue, env, cwd),
    availableMemoryMiB(),
    freeSpace(machine.cacheDir),
    freeSpace(look.place.identity.dir),
    localhostAddresses(),
  ])
  const missing = found.missingPrograms.map(({name}) => name)
  const engine = await gatherEngine(place.identity, parts, missing, env, signal)
  const processes = parts.filter(part => !engine.inContainers.includes(factsOf(part).name))
  const running = status.components.filter(({pid}) => pid !== undefined).map(({component}) => component)
  return {
    node: {version: process.versions.node, path: process.execPath},
    lab: {name: lab.name, file: look.place.file, problem, components: parts.flatMap(part => component(part, running))},
    survey: neededBy(needsOf(processes), found),
    ports: ports.map(port => ({...port, unit: port.pid === undefined ? undefined : systemUnitOf(port.pid)})),
    ephemeral: ephemeralPorts(),
    availableMiB,
    engine,
    space: {cache: cacheSpace, lab: labSpace},
    localhost,
    system: systemName(),
  }
}

/** Images bring what runs in containers: nothing of it is missing here. */
function neededBy(needs: readonly Need[], survey: Survey): Survey {
  const names = needs.map(need => ('program' in need ? need.program : need.distribution))
  const missingDistributions = survey.missingDistributions.filter(name => names.includes(name))
  const missingPrograms = survey.missingPrograms.filter(({name}) =>
    name === 'mvn' ? missingDistributions.length > 0 : names.includes(name),
  )
  return {...survey, missingPrograms, missingDistributions}
}

/** A lab file that is wrong is a finding among others: the rest is looked at for the built-in lab. */
async function readLab({place, machine, env, cwd}: Look): Promise<{
  readonly lab: Lab
  readonly place: LabPlace
  readonly problem: MsaError | undefined
}> {
  try {
    return {lab: await loadLab(place, machine.catalogue, env, cwd), place, problem: undefined}
  } catch (error) {
    if (!(error instanceof MsaError)) throw error
    const builtIn = {...place, file: undefined}
    return {lab: await loadLab(builtIn, machine.catalogue, env, cwd), place: builtIn, problem: error}
  }
}

function component(part: Part, running: readonly string[]): LabComponentFacts[] {
  if (part.kind === 'service') return []
  const {component: is, wish} = part
  const memoryMiB = (wish.memoryMiB ?? is.memoryMiB) * wish.instances
  return [{...is, memoryMiB, runs: running.includes(is.name)}]
}
