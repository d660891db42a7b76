import {basename, join} from 'node:path'
import {MsaError} from '../../errors.js'
import {nearest} from '../../nearest.js'
import {copyRegularFile, makeFolder} from '../../platform/copy-file.js'
import {namesIn} from '../../platform/executables.js'
import {makePrivateFolder, movePath, pathExists, removeTree} from '../../platform/files.js'
import {type Artefact, fetchArtefact} from './fetch-artefact.js'
import {fetchFromHub} from './fetch-from-hub.js'
import {type PluginSource, pluginSource} from './plugin-source.js'
import {provideManifests} from './provide-manifests.js'
import {copyFolder, requireJars, unpackZip} from './unpack-plugin.js'

export interface InstallRequest {
  readonly words: readonly string[]
  /** Add to this plugin instead: a JDBC driver for the connector that needs it. */
  readonly into: string | undefined
  readonly replace: boolean
}

export interface InstallPlaces {
  /** The lab's own plugins, which its worker reads. */
  readonly plugins: string
  /** Folders of plugins that come with msa, shared by all labs: never written to. */
  readonly bundled: readonly string[]
  readonly env: NodeJS.ProcessEnv
}

export interface InstalledPluginFolder {
  readonly name: string
  readonly folder: string
  readonly jars: number
}

export interface PlannedPlugin {
  readonly source: PluginSource
  readonly name: string
  readonly folder: string
  /** Where the plugin lies that is added to. */
  readonly before: string | undefined
  readonly replaces: boolean
}

/** What would be put where. All that can be known without fetching or unpacking is checked. */
export function planPlugins(request: InstallRequest, places: InstallPlaces): PlannedPlugin[] {
  return request.words.map(word => planOne(pluginSource(word), request, places))
}

function planOne(source: PluginSource, {into, replace}: InstallRequest, places: InstallPlaces): PlannedPlugin {
  const name = into ?? source.name
  const folder = join(places.plugins, name)
  const isHere = pathExists(folder)
  if (into === undefined && isHere && !replace) throw isThere(name)
  const before = into === undefined ? undefined : pluginToExtend(into, places)
  return {source, name, folder, before, replaces: into === undefined && isHere}
}

/** Unpacked aside and moved into place only when it is whole. The worker reads its plugins when it starts. */
export async function installPlugins(request: InstallRequest, places: InstallPlaces): Promise<InstalledPluginFolder[]> {
  await makeFolder(places.plugins)
  const installed: InstalledPluginFolder[] = []
  for (const word of request.words) installed.push(await installOne(pluginSource(word), request, places))
  return installed
}

async function installOne(
  source: PluginSource,
  request: InstallRequest,
  places: InstallPlaces,
): Promise<InstalledPluginFolder> {
  const {name, folder, before} = planOne(source, request, places)
  const aside = join(places.plugins, '..', `.plugin-${process.pid}-${Date.now().toString(36)}`)
  await makePrivateFolder(aside)
  try {
    if (before !== undefined) await copyFolder(before, join(aside, 'new'))
    const jars = await gather(source, aside, join(aside, 'new'), places.env)
    requireJars('path' in source ? source.path : source.name, jars)
    await provideManifests(join(aside, 'new'))
    await removeTree(folder)
    await movePath(join(aside, 'new'), folder)
    return {name, folder, jars}
  } finally {
    await removeTree(aside)
  }
}

async function gather(source: PluginSource, aside: string, into: string, env: NodeJS.ProcessEnv): Promise<number> {
  await makeFolder(into)
  if (source.kind === 'maven') return gatherArtefact(source, aside, into, env)
  if (source.kind === 'hub') {
    const archive = join(aside, 'archive.zip')
    await fetchFromHub(source, archive, env)
    return unpackZip(archive, into)
  }
  if (source.kind === 'zip') return unpackZip(source.path, into)
  if (source.kind === 'folder') return copyFolder(source.path, into)
  await copyRegularFile(source.path, join(into, basename(source.path)))
  return 1
}

async function gatherArtefact(source: Artefact, aside: string, into: string, env: NodeJS.ProcessEnv): Promise<number> {
  const work = join(aside, 'maven')
  await makeFolder(work)
  await fetchArtefact(source, work, env)
  const jars = namesIn(join(work, 'lib')).filter(name => name.endsWith('.jar'))
  const have = new Set(namesIn(into))
  for (const jar of jars) if (!have.has(jar)) await copyRegularFile(join(work, 'lib', jar), join(into, jar))
  return jars.length
}

/** A plugin of msa's own is copied before it is added to: other labs use it as it is. The newer of two copies of equal version counts. */
function pluginToExtend(name: string, {plugins, bundled}: InstallPlaces): string {
  const own = join(plugins, name)
  const found = [own, ...bundled.map(folder => join(folder, name))].find(pathExists)
  if (found !== undefined) return found
  const names = [...new Set([plugins, ...bundled].flatMap(folder => namesIn(folder)))]
  const [first] = names
  throw new MsaError('E_INPUT', `there is no plugin ${name} to add to`, {
    details: [
      first === undefined
        ? "There is none yet: msa's own come with the first start of Kafka Connect"
        : `There are: ${names.join(', ')}`,
    ],
    tryThis: [first === undefined ? 'msa up connect' : `--into ${nearest(name, names) ?? first}`],
  })
}

function isThere(name: string): MsaError {
  return new MsaError('E_FAILED', `the plugin ${name} is installed already`, {
    tryThis: ['Put this one in its place: --replace', 'See what is there: msa connector plugins'],
  })
}
