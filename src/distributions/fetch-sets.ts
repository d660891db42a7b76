import {join} from 'node:path'
import {isEnding, MsaError} from '../errors.js'
import {makePrivateFolder, movePath, removeTree, writeFileAtomic} from '../platform/files.js'
import {filesWithSizes, setFileTimes} from '../platform/files-with-sizes.js'
import {sha256OfFile} from '../platform/hash-file.js'
import type {DistributionName} from '../stacks/component.js'
import {cacheKey, endStrayFetches, fetchMark, lockCache} from './install-lock.js'
import {installedSet, jarFolder, recordFile, type SetRecord} from './installed-set.js'
import {jarTime, layOutJars} from './lay-out-jars.js'
import {fetchedJars, runMaven} from './maven.js'
import type {FetchFailure} from './maven-failure.js'
import {downloadBytes, type MavenSet} from './maven-sets.js'
import {wrongFiles} from './verify-sums.js'

/** What a fetch does at this moment; plain data, drawn by `ui/`. */
export interface FetchProgress {
  readonly step: 'waiting-for-another-msa' | 'downloading' | 'verifying' | 'unpacking' | 'done'
  readonly distributions: readonly DistributionName[]
  readonly bytes: number
  /** About so many in all. */
  readonly expectedBytes: number
}

export interface FetchOptions {
  readonly cacheDir: string
  readonly mvn: string
  readonly java: string
  readonly env: NodeJS.ProcessEnv
  readonly progress: (event: FetchProgress) => void
  readonly signal: AbortSignal
  readonly stallMs?: number
}

const patienceMs = 120_000

/**
 * Fetches sets into the cache: all by one Maven (which loads in parallel), checked by their sums, moved into place by one rename each.
 * Whatever fails or dies in between leaves no set that counts as installed.
 */
export async function fetchSets(sets: readonly MavenSet[], options: FetchOptions): Promise<void> {
  const tell = teller(sets, options.progress)
  await makePrivateFolder(join(options.cacheDir, 'distributions'))
  const lock = await lockCache(options.cacheDir, () => tell('waiting-for-another-msa'), options.signal)
  try {
    endStrayFetches(options.cacheDir)
    const installed = await Promise.all(sets.map(({folder}) => installedSet(folder)))
    const missing = sets.filter((_, index) => installed[index] === undefined)
    if (missing.length > 0) await fetchMissing(missing, options, tell)
    tell('done')
  } finally {
    await lock.release()
  }
}

interface Work extends FetchOptions {
  readonly tell: Tell
  readonly workDir: string
  readonly repository: string
}

async function fetchMissing(sets: readonly MavenSet[], options: FetchOptions, tell: Tell): Promise<void> {
  const repository = join(options.cacheDir, 'maven-repository')
  // Under the lock: what lies here is a dead predecessor's.
  const work: Work = {...options, tell, repository, workDir: join(options.cacheDir, 'distributions', '.work')}
  const isResumed = filesWithSizes(repository).size > 0
  try {
    const failure = await attempt(sets, work)
    if (failure?.resumable) throw failure.error
    await removeTree(repository)
    if (failure === undefined) return
    // What an earlier, cut download left may be the culprit: once more from the beginning.
    const again = isResumed ? await attempt(sets, work) : failure
    if (again?.resumable !== true) await removeTree(repository)
    if (again !== undefined) throw again.error
  } finally {
    await removeTree(work.workDir)
  }
}

async function attempt(sets: readonly MavenSet[], work: Work): Promise<FetchFailure | undefined> {
  const {cacheDir, workDir, tell, stallMs = patienceMs} = work
  try {
    await removeTree(workDir)
    await makePrivateFolder(workDir)
    tell('downloading')
    const env = {...work.env, [fetchMark]: cacheKey(cacheDir)}
    const failure = await runMaven(sets, {...work, env, stallMs, onBytes: bytes => tell('downloading', bytes)})
    if (failure !== undefined) return failure
    tell('verifying')
    for (const set of sets) await rejectWrongSums(set, fetchedJars(workDir, set))
    tell('unpacking')
    for (const set of sets) {
      work.signal.throwIfAborted()
      await install(set, workDir)
    }
    return undefined
  } catch (error) {
    if (error instanceof MsaError && !isEnding(error)) return {error, resumable: false}
    throw error
  }
}

async function rejectWrongSums(set: MavenSet, folder: string): Promise<void> {
  const problems = await wrongFiles(folder, set.sums)
  if (problems.length === 0) return
  throw new MsaError(
    'E_CHECKSUM',
    `${set.name}: what was fetched is not what msa was made with; it was not installed`,
    {
      details: problems.slice(0, 5),
      tryThis: ['Run the command again', 'Check the mirror and the proxy in ~/.m2/settings.xml'],
    },
  )
}

async function install(set: MavenSet, workDir: string): Promise<void> {
  const whole = join(workDir, `${set.name}.whole`)
  const lib = join(whole, jarFolder)
  await makePrivateFolder(lib)
  await layOutJars(set.name, {from: fetchedJars(workDir, set), lib, jars: [...set.sums.keys()]})
  setFileTimes(lib, jarTime)
  const jars = [...filesWithSizes(lib)].sort(([a], [b]) => (a < b ? -1 : 1))
  const record: SetRecord = {jars, sums: await sumsOfUnpacked(set, lib, jars)}
  await writeFileAtomic(join(whole, recordFile), `${JSON.stringify(record, null, 1)}\n`)
  // A damaged set makes way for the new one.
  await removeTree(set.folder)
  await movePath(whole, set.folder)
}

type Tell = (step: FetchProgress['step'], bytes?: number) => void

async function sumsOfUnpacked(set: MavenSet, lib: string, jars: SetRecord['jars']): Promise<Record<string, string>> {
  const sums: Record<string, string> = {}
  for (const [name] of jars) if (!set.sums.has(name)) sums[name] = await sha256OfFile(join(lib, name))
  return sums
}

function teller(sets: readonly MavenSet[], progress: FetchOptions['progress']): Tell {
  const distributions = sets.map(({name}) => name)
  const expectedBytes = distributions.reduce((sum, name) => sum + downloadBytes[name], 0)
  return (step, bytes = step === 'done' ? expectedBytes : 0) => progress({step, distributions, bytes, expectedBytes})
}
