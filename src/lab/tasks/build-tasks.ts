import {createHash} from 'node:crypto'
import type {Task, TaskUrl} from '../../runtimes/runtime.js'
import type {Component, Dependency, RenderedFile, SecretName, Url} from '../../stacks/component.js'
import {containerContextOf} from './container-context.js'
import {containerOf} from './container-of.js'
import {configDirOf, contextOf, dataDirOf, logFileOf} from './context.js'
import {factsOf, instanceNames, type Part} from './members.js'
import {ownServiceWorkload} from './own-service.js'
import type {Surroundings} from './surroundings.js'

/** Every choice made: one task for each instance of each part. Pure: the same surroundings give the same tasks and hashes. */
export function buildTasks(parts: readonly Part[], around: Surroundings): Task[] {
  return parts.flatMap(part => instanceNames(factsOf(part)).map(name => taskOf(name, part, around)))
}

function taskOf(name: string, part: Part, around: Surroundings): Task {
  const {identity} = around
  const facts = partTask(name, part, around)
  const ports = around.ports.get(name) ?? {}
  const {workload} = facts
  const runtime = around.runtimes.get(factsOf(part).name) ?? 'local'
  const container = runtime === 'docker' ? containerOf(name, part, around) : undefined
  return {
    lab: identity,
    name,
    component: factsOf(part).name,
    runtime,
    ...(container === undefined ? {} : {container}),
    ports,
    dataDir: dataDirOf(identity, name),
    configDir: configDirOf(identity, name),
    logFile: logFileOf(identity, name),
    ...facts,
    dependsOn: facts.dependsOn.filter(({on}) => around.members.has(on)),
    urls: facts.urls.map(url => taskUrl(url, ports, around.secrets.fileOf)),
    configHash: hashOf({workload, ports, container}),
  }
}

type PartTask = Pick<
  Task,
  'summary' | 'workload' | 'probes' | 'restart' | 'knownFailures' | 'stopSignal' | 'stopGraceMs' | 'memoryMiB'
> & {readonly urls: readonly Url[]; readonly dependsOn: readonly Dependency[]}

function partTask(name: string, part: Part, around: Surroundings): PartTask {
  if (part.kind === 'component') {
    const {component, wish} = part
    const isContained = around.runtimes.get(component.name) === 'docker'
    const context = isContained ? containerContextOf(name, around, wish, component) : contextOf(name, around, wish)
    const workload = component.workload(context)
    return {
      ...pick(component),
      dependsOn: [...component.dependsOn, ...wish.dependsOn],
      workload: {...workload, env: {...workload.env, ...wish.env}},
      restart: wish.restart ?? component.restart,
      stopGraceMs: wish.stopGraceMs ?? component.stopGraceMs,
      memoryMiB: wish.memoryMiB ?? component.memoryMiB,
    }
  }
  const {service, replaced} = part
  return {
    summary: replaced?.summary ?? `your own program in ${service.path}`,
    urls: replaced?.urls ?? ownUrls(service.name, service.defaultPorts),
    dependsOn: service.dependsOn,
    workload: ownServiceWorkload(name, service, around),
    probes: service.probes,
    restart: service.restart,
    stopSignal: 'SIGTERM',
    stopGraceMs: service.stopGraceMs,
    memoryMiB: service.memoryMiB ?? ownServiceMiB,
  }
}

/** To plan with, where nobody said otherwise: a small Spring Boot service. */
const ownServiceMiB = 300

function pick({summary, urls, probes, stopSignal, knownFailures}: Component) {
  return {summary, urls, probes, stopSignal, knownFailures}
}

function ownUrls(label: string, ports: Readonly<Record<string, number>>): Url[] {
  const [port] = Object.keys(ports)
  return port === undefined ? [] : [{label, port, scheme: 'http', path: '/'}]
}

function taskUrl(
  {label, port, scheme, path = '', user, password, secret}: Url,
  ports: Task['ports'],
  secretFile: (name: SecretName) => string,
): TaskUrl {
  const address = `127.0.0.1:${ports[port] ?? 0}`
  const isPlain = scheme === 'kafka' || scheme === 'zookeeper'
  return {
    label,
    url: isPlain ? address : `${scheme}://${address}${path}`,
    ...(user === undefined ? {} : {user}),
    ...(password === undefined ? {} : {password}),
    ...(secret === undefined ? {} : {passwordFile: secretFile(secret)}),
  }
}

/** Of secrets only their digest is part of it, since the hash stands in every process's environment. */
function hashOf({
  workload,
  ports,
  container,
}: Pick<Task, 'workload' | 'ports'> & {readonly container: Task['container'] | undefined}): string {
  const {classArchive: _, files = [], ...rest} = workload
  return createHash('sha256')
    .update(JSON.stringify({...rest, files: files.map(fileForHash), ports, container}))
    .digest('hex')
    .slice(0, 16)
}

function fileForHash({path, content, mode}: RenderedFile) {
  return {path, content, mode}
}
