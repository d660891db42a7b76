import type {Distribution, DistributionName, Need, ProgramName} from '../stacks/component.js'
import type {FetchProgress} from './fetch-sets.js'
import {findProgram, isMissing, type MissingTool} from './find-program.js'
import {installedSet} from './installed-set.js'
import {type MavenSet, readMavenSet} from './maven-sets.js'
import {missingProgramsError, offlineError} from './missing.js'
import type {ProbeVersion} from './probe-version.js'
import {openVersionCache} from './version-cache.js'

export interface FoundProgram {
  readonly name: ProgramName
  /** Absolute. */
  readonly path: string
  readonly version: string
  /** Real path, size and time of its file. */
  readonly build: string
}

export interface Provisions {
  readonly programs: ReadonlyMap<ProgramName, FoundProgram>
  readonly distributions: ReadonlyMap<DistributionName, Distribution>
}

export type ProvisionProgress = FetchProgress

export interface ProvisionOptions {
  readonly cacheDir: string
  readonly templatesDir: string
  readonly env: NodeJS.ProcessEnv
  readonly offline: boolean
  /** From the lab file. */
  readonly paths: Readonly<Partial<Record<ProgramName, string>>>
  readonly progress: (event: ProvisionProgress) => void
  readonly signal: AbortSignal
}

export type MissingProgram = MissingTool

export interface Survey {
  readonly found: Provisions
  /** With Maven among them where distributions have to be fetched. */
  readonly missingPrograms: readonly MissingProgram[]
  readonly missingDistributions: readonly DistributionName[]
}

type SurveyOptions = Omit<ProvisionOptions, 'offline' | 'progress'>

/** What is there and what is missing, each with its reason. Nothing is fetched; a program is asked for its version only if its file is new. */
export async function survey(needs: readonly Need[], options: SurveyOptions): Promise<Survey> {
  const cache = await openVersionCache(options.cacheDir)
  const probe = {cache, env: options.env, signal: options.signal}
  const [programs, sets] = await Promise.all([
    Promise.all(programsIn(needs).map(name => lookFor(name, options, probe))),
    Promise.all(distributionsIn(needs).map(async name => [name, await installed(name, options)] as const)),
  ])
  const missingDistributions = sets.flatMap(([name, set]) => (set === undefined ? [name] : []))
  const mvn = missingDistributions.length > 0 ? [await findProgram('mvn', {...probe, path: undefined})] : []
  await cache.save()
  return {
    found: {
      programs: new Map(programs.flatMap(program => (isMissing(program) ? [] : [[program.name, program]]))),
      distributions: new Map(sets.flatMap(([name, set]) => (set === undefined ? [] : [[name, set]]))),
    },
    missingPrograms: [...programs, ...mvn].filter(isMissing),
    missingDistributions,
  }
}

/** All that is needed, ready to be run; what can be fetched is fetched, and what cannot is told in one error, before anything is fetched. */
export async function provision(needs: readonly Need[], options: ProvisionOptions): Promise<Provisions> {
  const {found, missingPrograms, missingDistributions} = await survey(needs, options)
  // Who may not fetch has no use for Maven.
  const missing = options.offline ? missingPrograms.filter(({name}) => name !== 'mvn') : missingPrograms
  if (missing.length > 0) throw missingProgramsError(missing)
  if (missingDistributions.length === 0) return found
  if (options.offline) throw offlineError(missingDistributions, options.cacheDir)
  const fetched = await fetchDistributions(missingDistributions, options)
  return {...found, distributions: new Map([...found.distributions, ...fetched])}
}

/** Brings distributions into the cache, with the Maven and the Java of this machine. */
export async function fetchDistributions(
  names: readonly DistributionName[],
  options: ProvisionOptions,
): Promise<ReadonlyMap<DistributionName, Distribution>> {
  const probe = {cache: await openVersionCache(options.cacheDir), env: options.env, signal: options.signal}
  const java = await findProgram('java', {...probe, path: options.paths.java})
  const mvn = await findProgram('mvn', {...probe, path: undefined})
  if (isMissing(java) || isMissing(mvn)) throw missingProgramsError([java, mvn].filter(isMissing))
  const sets = await Promise.all(names.map(name => readMavenSet(name, options)))
  // Not needed by the many starts that find everything there: it brings what reads and writes archives.
  const {fetchSets} = await import('./fetch-sets.js')
  await fetchSets(sets, {...options, mvn: mvn.path, java: java.path})
  return new Map(await Promise.all(sets.map(async set => [set.name, await justFetched(set)] as const)))
}

async function justFetched(set: MavenSet): Promise<Distribution> {
  const there = await installedSet(set.folder)
  if (there === undefined) throw new Error(`${set.folder} vanished right after it was installed`)
  return there
}

async function installed(name: DistributionName, options: SurveyOptions): Promise<Distribution | undefined> {
  return installedSet((await readMavenSet(name, options)).folder)
}

async function lookFor(
  name: ProgramName,
  {paths}: SurveyOptions,
  probe: ProbeVersion,
): Promise<FoundProgram | MissingProgram> {
  // msa's own services run on the Node that runs msa, unless the lab file says otherwise.
  const path = paths[name] ?? (name === 'node' ? process.execPath : undefined)
  const tool = await findProgram(name, {...probe, path})
  return isMissing(tool) ? tool : {...tool, name}
}

function programsIn(needs: readonly Need[]): readonly ProgramName[] {
  return [...new Set(needs.flatMap(need => ('program' in need ? [need.program] : [])))]
}

function distributionsIn(needs: readonly Need[]): readonly DistributionName[] {
  return [...new Set(needs.flatMap(need => ('distribution' in need ? [need.distribution] : [])))]
}
