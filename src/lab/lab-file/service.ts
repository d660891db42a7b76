import {resolve} from 'node:path'
import {type RestartPolicy, restartOnFailure} from '../../stacks/component.js'
import type {CatalogueEntry, LabService, RuntimeChoice, ServiceProgram} from '../lab.js'
import type {At, Named} from './collections.js'
import {dependenciesOf} from './dependencies.js'
import {probesOf} from './health.js'
import {mainPort, ofImage} from './image-service.js'
import type {Report} from './mistakes.js'
import {type LabFolder, pathAnywhere} from './places.js'
import {type PortOwner, pinPorts} from './ports.js'
import type {ServiceDraft} from './service-shape.js'
import type {ServicePort} from './values.js'

const stopGraceMs = 10_000
const startTimeoutMs = 90_000
/** A build tool may fetch half of the world first. */
const buildTimeoutMs = 600_000

export interface ServiceContext {
  readonly replaced: CatalogueEntry | undefined
  readonly runtime: RuntimeChoice
  readonly folder: LabFolder
}

export function resolveService(
  draft: Named<ServiceDraft>,
  {replaced, runtime, folder}: ServiceContext,
  report: Report,
): LabService {
  const {name, value} = draft
  const owner = servicePorts(draft, replaced, report)
  const ports = Object.fromEntries(
    [...owner.pinned].flatMap(([key, {value: port}]) => (port === 0 ? [] : [[key, port]])),
  )
  const path = value.path === undefined ? folder.root : pathAnywhere(value.path, 'folder', folder, report)
  const program = programOf(draft, {...folder, root: path}, report)
  const isBuilt = program.kind === 'maven' || program.kind === 'gradle'
  return {
    name,
    replaces: replaced !== undefined,
    runtime: program.kind === 'image' ? 'docker' : (value.runtime ?? runtime),
    program,
    path,
    defaultPorts: owner.defaults,
    ports,
    env: envOf(value.env),
    dependsOn: value.dependsOn === undefined ? (replaced?.dependsOn ?? []) : dependenciesOf(value.dependsOn),
    probes: probesOf(
      value.health,
      {
        ports: {...owner.defaults, ...ports},
        serviceName: name,
        startTimeoutMs: isBuilt ? buildTimeoutMs : startTimeoutMs,
      },
      report,
    ),
    instances: value.instances?.value ?? 1,
    memoryMiB: value.memory,
    ...ofImage(draft, {program, replaced, folder}, report),
    restart: restartPolicy(value.restart ?? 'always'),
    stopGraceMs: value.stopGrace ?? stopGraceMs,
  }
}

/** Its own ports; else those of the component whose place it takes. */
export function servicePorts(
  {name, value}: Named<ServiceDraft>,
  replaced: CatalogueEntry | undefined,
  report: Report,
): PortOwner {
  const main = mainPort(value, replaced)
  const pinned = pinPorts(
    [
      ...(value.ports ?? []).map(({name: key, value: at}) => [key, machinePort(at)] as const),
      ...(value.port === undefined ? [] : [[main, machinePort(value.port)] as const]),
    ],
    report,
  )
  const own = Object.fromEntries([...pinned.keys()].map(key => [key, 0]))
  return {name, defaults: {...replaced?.ports, ...own}, pinned, instances: value.instances}
}

function machinePort(at: At<ServicePort>): At<number> {
  return {...at, value: at.value.port}
}

export function restartPolicy(word: 'always' | 'on-failure' | 'never'): RestartPolicy {
  if (word === 'never' || restartOnFailure.on === 'never') return {on: 'never'}
  return {...restartOnFailure, on: word === 'on-failure' ? 'failure' : 'always'}
}

export function envOf(env: readonly Named<string>[] | undefined): Readonly<Record<string, string>> {
  return Object.fromEntries((env ?? []).map(({name, value}) => [name, value]))
}

function programOf({value}: Named<ServiceDraft>, folder: LabFolder, report: Report): ServiceProgram {
  const {command, npm, maven, gradle, jar, image, entrypoint, args = []} = value
  if (npm !== undefined) return {kind: 'npm', script: npm.value, args}
  if (maven !== undefined) return {kind: 'maven', tool: wrapperOr('mvn', 'mvnw', folder), goal: maven.value, args}
  if (gradle !== undefined)
    return {kind: 'gradle', tool: wrapperOr('gradle', 'gradlew', folder), task: gradle.value, args}
  // Not looked up: it may be built after this file is read.
  if (jar !== undefined)
    return {kind: 'jar', jar: pathAnywhere(jar, 'file', {...folder, look: undefined}, report), args}
  if (image !== undefined)
    return {
      kind: 'image',
      image: image.value,
      ...(entrypoint === undefined ? {} : {entrypoint: entrypoint.value}),
      args,
    }
  const [first = '', ...rest] = command?.value ?? []
  if (command !== undefined && first === '')
    report({...command, problem: 'an empty command', expected: 'a list of arguments: [node, server.js]'})
  return {kind: 'command', command: [first, ...rest, ...args]}
}

function wrapperOr(tool: string, wrapper: string, {root, look}: LabFolder): string {
  const path = resolve(root, wrapper)
  return look?.(path, undefined) === 'file' ? path : tool
}
