import type {Catalogue, CatalogueEntry, Lab, LabComponent, LabTopic} from '../lab.js'
import {type At, join} from './collections.js'
import type {ComponentDraft} from './component-shape.js'
import {checkDependencies, dependenciesOf} from './dependencies.js'
import type {LabDraft} from './lab-shape.js'
import type {Report} from './mistakes.js'
import {type LabFolder, pathAnywhere, pathInside} from './places.js'
import {checkPorts, type PortOwner, pinPorts} from './ports.js'
import {type Because, isReplaced, selectComponents} from './selection.js'
import {envOf, resolveService, restartPolicy, servicePorts} from './service.js'

export interface ResolveContext {
  readonly file: string | undefined
  readonly name: string
  readonly folder: LabFolder
  readonly catalogue: Catalogue
}

/** Applies the defaults, makes paths absolute, and checks what takes several parts of the file to see. */
export function resolveLab(draft: LabDraft, {file, name, folder, catalogue}: ResolveContext, report: Report): Lab {
  const selection = selectComponents(draft, catalogue, report)
  const running = catalogue.filter(entry => selection.has(entry.name))
  const runtime = draft.runtime ?? 'auto'
  const services = (draft.services ?? []).map(service => {
    const replaced = catalogue.find(entry => entry.name === service.name)
    return {draft: service, replaced, service: resolveService(service, {replaced, runtime, folder}, report)}
  })
  const owners = running.map(entry => componentPorts(entry, draft, report))
  const silent = () => undefined
  checkPorts(
    [...owners, ...services.map(({draft, replaced}) => servicePorts(draft, replaced, silent))],
    draft.portOffset,
    report,
  )
  checkDependencies(
    [
      ...catalogue
        .filter(entry => !isReplaced(draft, entry.name))
        .map(entry => ({name: entry.name, written: draftOf(draft, entry.name)?.dependsOn, builtIn: entry.dependsOn})),
      ...services.map(({draft: {name, value}, replaced}) => ({
        name,
        written: value.dependsOn,
        builtIn: value.dependsOn === undefined ? (replaced?.dependsOn ?? []) : [],
      })),
    ],
    {
      known: new Set([...catalogue.map(entry => entry.name), ...services.map(({service}) => service.name)]),
      running: new Set([...selection.keys(), ...services.map(({service}) => service.name)]),
    },
    report,
  )
  return {
    version: 1,
    name: draft.name ?? name,
    file,
    root: folder.root,
    runtime,
    durability: draft.durability ?? 'lab',
    portOffset: draft.portOffset?.value ?? 0,
    components: running.map((entry, index) => component(entry, selection.get(entry.name) ?? 'named', owners[index])),
    services: services.map(({service}) => service),
    topics: topicsOf(draft),
    connectors: (draft.connectors ?? []).map(path => pathInside(path, 'any', folder, report)),
    config: configOf(draft, folder, report),
  }

  function component(entry: CatalogueEntry, because: Because, owner: PortOwner | undefined): LabComponent {
    const value = draftOf(draft, entry.name)
    return {
      name: entry.name,
      because,
      runtime: value?.runtime ?? runtime,
      ports: Object.fromEntries([...(owner?.pinned ?? [])].map(([key, port]) => [key, port.value])),
      instances: value?.instances?.value ?? 1,
      memoryMiB: value?.memory,
      settings: envOf(value?.settings),
      env: envOf(value?.env),
      path: value?.path && pathAnywhere(value.path, 'any', folder, report),
      image: value?.image,
      restart: value?.restart && restartPolicy(value.restart),
      stopGraceMs: value?.stopGrace,
      dependsOn: dependenciesOf(value?.dependsOn),
    }
  }
}

function draftOf({components = {}}: LabDraft, name: string): ComponentDraft | undefined {
  return Object.hasOwn(components, name) ? components[name]?.value : undefined
}

/** The three places where a port can be set: `port`, `ports` of the component, and `ports` of the lab. */
function componentPorts({name, ports}: CatalogueEntry, draft: LabDraft, report: Report): PortOwner {
  const value = draftOf(draft, name)
  const [main = 'main'] = Object.keys(ports)
  const settings: (readonly [string, At<number> | undefined])[] = [
    [main, value?.port],
    ...Object.entries(value?.ports ?? {}),
    [main, draft.ports?.[name]],
    ...Object.keys(ports).map(key => [key, draft.ports?.[join(name, key)]] as const),
  ]
  const set = settings.flatMap(([key, port]) => (port === undefined ? [] : [[key, port] as const]))
  const inOrder = set.sort(([, a], [, b]) => a.spot.line - b.spot.line || a.spot.column - b.spot.column)
  return {name, defaults: ports, pinned: pinPorts(inOrder, report), instances: value?.instances}
}

function topicsOf({topics = []}: LabDraft): LabTopic[] {
  return topics.map(({name, value}) => ({name, partitions: value.partitions ?? 1, config: envOf(value.config)}))
}

function configOf({config}: LabDraft, folder: LabFolder, report: Report): Lab['config'] {
  return {
    repository:
      config?.repository === undefined
        ? `${folder.root}/config-repo`
        : pathInside(config.repository, 'folder', folder, report),
    keyFile: config?.keyFile && pathAnywhere(config.keyFile, 'file', folder, report),
  }
}
