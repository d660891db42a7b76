import {basename, join} from 'node:path'
import {MsaError} from '../errors.js'
import {namesIn} from '../platform/executables.js'
import {removeTree} from '../platform/files.js'
import {sizeOfTree} from '../platform/folder-size.js'
import {findMarked} from '../platform/processes.js'
import {lockCache} from './install-lock.js'
import {installedSet, jarFolder, readRecord} from './installed-set.js'
import {distributionNames, type MavenSet, readMavenSet} from './maven-sets.js'
import {wrongSums} from './verify-sums.js'

export interface CachePlace {
  readonly cacheDir: string
  readonly templatesDir: string
}

export interface CacheEntry {
  /** Path below the cache folder, or `image` and its name. */
  readonly name: string
  /** Its file or folder; the address of its engine. */
  readonly path: string
  /** What an engine knows an image by. */
  readonly image?: string
  readonly bytes: number
  /** `old`: this msa has no use for it; `left over`: of a fetch that did not end; `made`: made on this machine, and made again when it is gone. */
  readonly state: 'current' | 'damaged' | 'old' | 'left over' | 'made'
}

/** All that lies in the cache. */
export async function cacheEntries(place: CachePlace): Promise<readonly CacheEntry[]> {
  const sets = await Promise.all(distributionNames.map(name => readMavenSet(name, place)))
  const within = (folder: string) => namesIn(join(place.cacheDir, folder)).map(name => join(folder, name))
  const names = [
    ...['distributions', 'class-archives', 'mariadb-data'].flatMap(within),
    ...within('.').filter(isLeftOver),
  ]
  return Promise.all(
    names.map(async name => {
      const path = join(place.cacheDir, name)
      return {name, path, bytes: await sizeOfTree(path), state: await stateOf(name, path, sets)}
    }),
  )
}

function isLeftOver(name: string): boolean {
  return name === 'maven-repository'
}

async function stateOf(name: string, path: string, sets: readonly MavenSet[]): Promise<CacheEntry['state']> {
  if (isLeftOver(name) || basename(name).startsWith('.')) return 'left over'
  if (!name.startsWith('distributions/')) return 'made'
  if (!sets.some(({folder}) => folder === path)) return 'old'
  return (await installedSet(path)) === undefined ? 'damaged' : 'current'
}

export interface Verified {
  readonly name: string
  readonly path: string
  /** Empty: every byte is as it should be. */
  readonly problems: readonly string[]
}

/** Reads every jar again and compares its sum. */
export async function verifyCache(place: CachePlace): Promise<readonly Verified[]> {
  const sets = await Promise.all(distributionNames.map(name => readMavenSet(name, place)))
  const there = await cacheEntries(place)
  return Promise.all(
    sets
      .filter(({folder}) => there.some(({path}) => path === folder))
      .map(async set => ({name: set.name, path: set.folder, problems: await problemsOf(set)})),
  )
}

async function problemsOf({folder, sums}: MavenSet): Promise<readonly string[]> {
  const record = await readRecord(folder)
  if (record === undefined || (await installedSet(folder)) === undefined)
    return ['its files are not those that were installed, by name or size']
  const known = record.jars.flatMap(([name]) => {
    const sum = record.sums?.[name] ?? sums.get(name)
    return sum === undefined ? [] : [[name, sum] as const]
  })
  return wrongSums(join(folder, jarFolder), new Map(known))
}

/** What was made for all labs and lies on an engine. */
export interface ImageCache {
  readonly entries: readonly CacheEntry[]
  /** False where it is in use, and stays. */
  remove(entry: CacheEntry): Promise<boolean>
}

export interface PruneOptions {
  /** Also what is current: everything will be fetched and made again. */
  readonly all: boolean
  readonly dryRun: boolean
  readonly images: ImageCache
  readonly approve: (what: string) => Promise<void>
  readonly signal: AbortSignal
}

/** Deletes what this msa has no use for; answers with what was, or would be, deleted. */
export async function pruneCache(
  place: CachePlace,
  options: PruneOptions,
  findRunning: () => readonly {readonly pid: number}[] = () => findMarked('MSA_LAB'),
): Promise<readonly CacheEntry[]> {
  const {all, dryRun, images, approve, signal} = options
  const lock = await lockCache(place.cacheDir, () => undefined, signal)
  try {
    const there = [...(await cacheEntries(place)), ...images.entries]
    const doomed = there.filter(({state}) => all || !['current', 'made'].includes(state))
    if (dryRun || doomed.length === 0) return doomed
    // An engine knows itself which of its images are in use.
    if (doomed.some(({image}) => image === undefined)) rejectWhileInUse(findRunning())
    await approve(doomed.map(({name}) => name).join(', '))
    return await deleted(doomed, images)
  } finally {
    await lock.release()
  }
}

async function deleted(doomed: readonly CacheEntry[], images: ImageCache): Promise<CacheEntry[]> {
  const gone: CacheEntry[] = []
  for (const entry of doomed) {
    if (entry.image === undefined) await removeTree(entry.path)
    if (entry.image === undefined || (await images.remove(entry))) gone.push(entry)
  }
  return gone
}

/** A running server opens jars as it needs them, also those of an older msa. */
function rejectWhileInUse([running]: readonly {readonly pid: number}[]): void {
  if (running === undefined) return
  throw new MsaError('E_BUSY', `a lab is running (pid ${running.pid}) and may use what would be deleted`, {
    tryThis: ['Stop every lab first: msa down', 'Only see what would be deleted: msa cache prune --dry-run'],
  })
}
