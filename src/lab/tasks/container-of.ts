import {join} from 'node:path'
import {inside} from '../../runtimes/docker/places.js'
import type {TaskContainer} from '../../runtimes/runtime.js'
import type {Component, ContainerImage} from '../../stacks/component.js'
import {servicesImage} from '../../stacks/spring-service.js'
import type {LabService} from '../lab.js'
import {dataDirOf} from './context.js'
import {factsOf, type Part} from './members.js'
import type {Surroundings} from './surroundings.js'

/** What the container of a task needs besides its workload. */
export function containerOf(task: string, part: Part, around: Surroundings): TaskContainer {
  const shared = {aliases: [...new Set([task, factsOf(part).name])]}
  if (part.kind === 'service') return {...shared, ...ownImage(task, part.service, around)}
  const {image} = part.component
  return {
    ...shared,
    image: part.wish.image ?? (image.reference === servicesImage.reference ? around.servicesImage : image.reference),
    managed: true,
    portsInside: {},
    unpublished: unpublishedPorts(task, part.component, around),
    binds: image.readsConfigRepository ? [{from: around.lab.config.repository, to: inside.configRepository}] : [],
    volumes: {},
    copies: copiesFor(task, image, around),
    memoryLimitMiB: part.wish.memoryMiB,
    readOnlyRoot: image.readOnlyRoot ?? false,
  }
}

/** A published port costs a process, and these only containers ask for. */
function unpublishedPorts(
  task: string,
  {image, portForContainers}: Component,
  {ports}: Pick<Surroundings, 'ports'>,
): number[] {
  const names = [...(image.ownPorts ?? []), ...(portForContainers === undefined ? [] : [portForContainers.name])]
  return names.flatMap(name => ports.get(task)?.[name] ?? [])
}

function copiesFor(
  task: string,
  {templates = [], filledByMsa = [], readsConfigRepository}: ContainerImage,
  around: Surroundings,
) {
  const keyFile = around.lab.config.keyFile ?? around.secrets.fileOf('encrypt-key')
  return [
    ...templates.map(name => ({from: join(around.packageDir, 'templates', name), to: `${inside.templates}/${name}`})),
    ...filledByMsa.map(name => ({
      from: join(dataDirOf(around.identity, task), name),
      to: `${inside.data}/${name}`,
    })),
    ...(readsConfigRepository ? [{from: keyFile, to: inside.keyFile}] : []),
  ]
}

/** Somebody's own image runs as it was made; only its ports and its memory are settled. */
function ownImage(task: string, service: LabService, around: Surroundings) {
  return {
    ...programOf(service.program),
    managed: false,
    portsInside: Object.fromEntries(
      Object.entries(around.ports.get(task) ?? {}).flatMap(([name, port]) => {
        const own = service.portsInside?.[name]
        return own === undefined || own === port ? [] : [[port, own]]
      }),
    ),
    unpublished: [],
    binds: service.mounts?.binds ?? [],
    // Apart from the volumes of components, which have their names.
    volumes: Object.fromEntries(
      Object.entries(service.mounts?.volumes ?? {}).map(([name, path]) => [`volume-${name}`, path]),
    ),
    copies: [],
    memoryLimitMiB: service.memoryMiB,
    readOnlyRoot: false,
  }
}

function programOf(program: LabService['program']): Pick<TaskContainer, 'image' | 'entrypoint'> {
  if (program.kind !== 'image') return {image: ''}
  const {image, entrypoint} = program
  return entrypoint === undefined ? {image} : {image, entrypoint}
}
