import {installedSet} from '../distributions/installed-set.js'
import {downloadBytes, readMavenSet} from '../distributions/maven-sets.js'
import {type Provisions, provision} from '../distributions/provision.js'
import {cacheFolder} from '../lab/place.js'
import {templatesOf} from '../lab/up/resolve-lab.js'
import type {DistributionName} from '../stacks/component.js'
import {createReporter} from './progress/create-reporter.js'
import {showFetch} from './show-fetch.js'
import {thisMachine} from './start-lab.js'
import type {Terminal} from './terminal.js'

export interface Fetched {
  readonly cache: string
  readonly distributions: readonly {readonly name: DistributionName; readonly dir: string; readonly jars: number}[]
}

/** Brings distributions into the cache ahead of time. */
export async function fetchAll(
  names: readonly DistributionName[],
  options: {readonly offline: boolean; readonly signal: AbortSignal},
  {terminal, isQuiet}: {readonly terminal: Terminal; readonly isQuiet: boolean},
): Promise<Fetched> {
  const {env} = process
  const reporter = await createReporter(terminal, 'up', isQuiet)
  const cacheDir = cacheFolder(env)
  const found = await provision(
    names.map(distribution => ({distribution})),
    {
      ...options,
      cacheDir,
      templatesDir: templatesOf(thisMachine(env)),
      env,
      paths: {},
      progress: step => showFetch(step, reporter),
    },
  ).finally(reporter.end)
  return {cache: cacheDir, distributions: rows(found)}
}

/** Which are there, and how much would be fetched. */
export interface FetchPlan {
  readonly cache: string
  readonly dryRun: true
  readonly distributions: readonly {
    readonly name: DistributionName
    readonly dir: string
    readonly isThere: boolean
    /** About so many, where it is not there. */
    readonly bytes: number
  }[]
}

export async function planFetch(names: readonly DistributionName[]): Promise<FetchPlan> {
  const {env} = process
  const places = {cacheDir: cacheFolder(env), templatesDir: templatesOf(thisMachine(env))}
  const distributions = await Promise.all(
    names.map(async name => {
      const {folder} = await readMavenSet(name, places)
      const isThere = (await installedSet(folder)) !== undefined
      return {name, dir: folder, isThere, bytes: isThere ? 0 : downloadBytes[name]}
    }),
  )
  return {cache: places.cacheDir, dryRun: true, distributions}
}

function rows({distributions}: Provisions): Fetched['distributions'] {
  return [...distributions].map(([name, {dir, jars}]) => ({name, dir, jars: jars.length}))
}
