import {MsaError} from '../../errors.js'
import {inside} from '../../runtimes/docker/places.js'
import type {Component, WorkloadContext} from '../../stacks/component.js'
import type {LabComponent} from '../lab.js'
import {contextOf} from './context.js'
import {linkFrom} from './links.js'
import type {Surroundings} from './surroundings.js'

/** In a container everything is where it is in every container; only ports and neighbours tell one lab from another. */
export function containerContextOf(
  task: string,
  around: Surroundings,
  wish: LabComponent,
  {image}: Pick<Component, 'image'>,
): WorkloadContext {
  return {
    ...contextOf(task, around, wish),
    dataDir: inside.data,
    configDir: inside.config,
    templatesDir: inside.templates,
    cacheDir: inside.cache,
    keyFile: inside.keyFile,
    configRepository: inside.configRepository,
    listen: '0.0.0.0',
    link: (component, port) => linkFrom('docker', around, component, port),
    program: name => inImage(image.programs[name], name, image.reference),
    build: () => wish.image ?? image.reference,
    distribution: name => inImage(image.distributions?.[name], name, image.reference),
    service: name => `${inside.services}/${name}/main.cjs`,
    isRoot: false,
    platform: 'linux',
  }
}

function inImage<T>(value: T | undefined, name: string, image: string): T {
  if (value !== undefined) return value
  throw new MsaError('E_INTERNAL', `the image ${image} is not said to have ${name}`, {
    tryThis: ['Run it as a process: runtime: local in the lab file'],
  })
}
