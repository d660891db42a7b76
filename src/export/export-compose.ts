import {existsSync} from 'node:fs'
import {join, normalize, resolve} from 'node:path'
import type {Lab} from '../lab/lab.js'
import {loadLab} from '../lab/load-lab.js'
import {type GivenOverrides, mergeOverrides, noOverrides, type Overrides} from '../lab/overrides.js'
import type {LabPlace} from '../lab/place.js'
import {factsOf, type Part, partsOf} from '../lab/tasks/members.js'
import {decideRuntime} from '../lab/tasks/runtime-of.js'
import {applyOverrides} from '../lab/up/apply-overrides.js'
import {wantedImage} from '../lab/up/images.js'
import type {Machine} from '../lab/up/machine.js'
import {requireScalable} from '../lab/up/require-scalable.js'
import {resolveTasks} from '../lab/up/resolve-lab.js'
import {type BuildContext, servicesContext} from '../runtimes/docker/services-image.js'
import type {Task} from '../runtimes/runtime.js'
import {composeDocument, type ExportNote} from './compose-document.js'
import {type BesideFile, configRepositoryFolder, filesOf, servicesImageFolder} from './compose-files.js'
import {composeText, dotenvText, projectName} from './compose-text.js'
import {freeInside} from './free-inside.js'
import {requireFree, writeBeside} from './write-beside.js'

export interface ExportRequest {
  readonly place: LabPlace
  readonly env: NodeJS.ProcessEnv
  readonly cwd: string
  /** Folder to write to; without it `compose` beside the lab file. */
  readonly output: string | undefined
  readonly force: boolean
  /** Only find out what would be written. */
  readonly dryRun: boolean
  readonly given: GivenOverrides
}

export interface Exported {
  readonly folder: string
  /** Names of the services that are in it. */
  readonly services: readonly string[]
  /** Top names within the folder. */
  readonly written: readonly string[]
  /** What of the lab is not in it, or not as msa does it, each with the reason. */
  readonly notes: readonly ExportNote[]
  /** True where nothing was written. */
  readonly dryRun?: boolean
}

/** Writes the lab as a Compose file with all that it needs beside it. No engine is asked. */
export async function exportCompose(request: ExportRequest, machine: Machine): Promise<Exported> {
  const {place, env, cwd, given} = request
  const overrides = mergeOverrides(noOverrides, given)
  const loaded = applyOverrides(await loadLab(place, machine.catalogue, env, cwd), overrides)
  requireScalable(loaded, machine.catalogue)
  const lab = inContainers(loaded)
  const folder = resolve(cwd, request.output ?? join(place.root, 'compose'))
  const {parts: members, auto} = freeInside(partsOf(lab, machine.catalogue, []), lab.portOffset, overrides)
  const image = servicesContext(machine.packageDir)
  const tasks = await tasksOf({place, lab, members, overrides, image, dryRun: request.dryRun}, machine)
  const copied = copiesOf(tasks, lab)
  const images = {servicesImage: image.reference, digests: digestsOf(members)}
  const {document, notes} = composeDocument({tasks, auto, folder, copied, ...images})
  const files = [
    // Plug-ins, for one, are there only where somebody installed some.
    ...tasks.flatMap(filesOf).filter(file => !('from' in file) || existsSync(file.from)),
    ...[...copied].map(([from, way]) => ({path: normalize(way), from, mode: undefined})),
    ...(tasks.some(({container}) => container?.image === image.reference) ? contextFiles(image) : []),
    {path: '.env', mode: 0o644, content: dotenvText({project: projectName(lab.name), user: userOf(machine)})},
    {path: 'docker-compose.yml', mode: 0o644, content: composeText(lab.name, document)},
  ] satisfies BesideFile[]
  if (request.dryRun) requireFree(folder, files, request.force)
  else await writeBeside(folder, files, request.force)
  return {
    folder,
    services: Object.keys(document.services),
    written: [...new Set(files.map(({path}) => path.split('/')[0] ?? path))],
    ...(request.dryRun ? {dryRun: true} : {}),
    notes: [...leftOut(members), ...notes, ...declared(lab)],
  }
}

/** Of the whole lab, whatever the lab file says of one component: without msa nobody starts processes. */
function inContainers(lab: Lab): Lab {
  return {...lab, components: lab.components.map(component => ({...component, runtime: 'docker'}))}
}

interface Resolving {
  readonly place: LabPlace
  readonly lab: Lab
  readonly members: readonly Part[]
  readonly overrides: Overrides
  readonly image: BuildContext
  readonly dryRun: boolean
}

function tasksOf({place, lab, members, overrides, image, dryRun}: Resolving, machine: Machine): Promise<Task[]> {
  const request = {
    ...{identity: place.identity, lab, members, overrides, parts: members.filter(isContained), running: []},
    dryRun,
    found: {programs: new Map(), distributions: new Map()},
    runtimes: new Map(members.map(part => [factsOf(part).name, runtimeOf(part)])),
    containers: {servicesImage: image.reference, machineAddress: undefined},
  }
  return resolveTasks(request, machine)
}

function runtimeOf(part: Part) {
  return decideRuntime(part, {missing: [], engine: true, running: new Map()}).runtime
}

function isContained(part: Part): boolean {
  return runtimeOf(part) === 'docker'
}

/** As `msa up` fetches them. */
function digestsOf(members: readonly Part[]): Map<string, string> {
  return new Map(
    members.flatMap(part => {
      const {reference, digest} = wantedImage(part)
      return digest === undefined ? [] : [[reference, digest]]
    }),
  )
}

/** The config server's folder is copied, so that the export stands for itself. */
function copiesOf(tasks: readonly Task[], lab: Lab): Map<string, string> {
  const {repository} = lab.config
  const isRead = tasks.some(({container}) => container?.binds.some(({from}) => from === repository) === true)
  return new Map(isRead && existsSync(repository) ? [[repository, `./${configRepositoryFolder}`]] : [])
}

function contextFiles({files}: BuildContext): BesideFile[] {
  return [...files].map(([path, content]) => ({path: join(servicesImageFolder, path), mode: 0o644, content}))
}

/** The person's own number where containers see it as it is; never root. */
function userOf({isRoot, platform}: Machine): string {
  const uid = process.getuid?.()
  return isRoot || uid === undefined || platform !== 'linux' ? '1000:1000' : `${uid}:${process.getgid?.() ?? uid}`
}

function leftOut(members: readonly Part[]): ExportNote[] {
  return members
    .filter(part => !isContained(part))
    .map(part => ({
      about: factsOf(part).name,
      because: `a program of your own that runs as a process, and has no image; start it yourself, the others look for it at ${addressOf(part)}`,
    }))
}

function addressOf(part: Part): string {
  const [port] = Object.values(factsOf(part).ports)
  return port === undefined ? 'host.docker.internal' : `host.docker.internal:${port}`
}

function declared({topics, connectors}: Lab): ExportNote[] {
  return [
    ...(topics.length === 0
      ? []
      : [
          {
            about: topics.map(({name}) => name).join(', '),
            because: 'topics are made by msa up; the broker makes them on first use with its own defaults',
          },
        ]),
    ...(connectors.length === 0
      ? []
      : [{about: 'connectors', because: 'they are added by msa up; add them to Connect by its REST interface'}]),
  ]
}
